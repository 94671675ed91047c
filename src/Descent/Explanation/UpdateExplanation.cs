namespace Descent;

/// <summary>What the optimizer of a run does with one weight: its own formulas with the state that it has kept, after clipping.</summary>
internal sealed class UpdateExplanation(NetworkTrace trace, ExplanationOptions options)
{
    private readonly Optimizer optimizer = options.Optimizer!;

    /// <summary>The section; the network stays as it is.</summary>
    public ExplanationSection Of(NamedParameter named, int element, string symbol, ExplanationStep gradient)
    {
        Parameter[] parameters = [.. trace.Parameters.Select(each => each.Parameter)];
        Tensor[] slopes = [.. parameters.Select(Slope)];
        var (index, clipped) = (Array.IndexOf(parameters, named.Parameter), slopes);
        var steps = new List<ExplanationStep>();
        var (name, value) = (gradient.Name, gradient.Value);
        if (options.Clipping?.Apply(slopes) is { } clipping)
        {
            clipped = [.. clipping.Gradients];
            (name, value) = ("g_0", clipped[index].ToDoubles()[element]);
            steps.Add(new("|g|", clipping.Norm) { Note = "the norm of all gradients together" });
            steps.Add(new(name, value)
            {
                Note = value == gradient.Value ? "the gradient, which clipping leaves as it is" : $"the gradient after clipping, {FormulaSymbol.Number(value / gradient.Value)} times as long",
            });
        }

        var before = named.Parameter.Value.ToDoubles()[element];
        double[] kept = optimizer.State.Count == 0 ? new double[optimizer.StateNames.Count] : Kept(index, element);
        var derivation = new UpdateDerivation((symbol, before), (name, value), optimizer.LearningRate, optimizer.Steps + 1, kept);
        if (!optimizer.EvaluatesRepeatedly && (optimizer.State.Count == 0 || kept.Length == optimizer.StateNames.Count))
        {
            optimizer.Derive(derivation);
        }

        var after = After(parameters, clipped, named.Parameter, element);
        steps.AddRange(derivation.Lines.SkipLast(1).Select(Told));
        steps.Add(derivation.Lines.Count == 0 ? new($"{symbol}'", after) : Told(derivation.Lines[^1]) with { Value = after });
        var definition = Catalog.Optimizers.FirstOrDefault(each => each.Name == options.OptimizerName);
        var text = $"Step {optimizer.Steps} of {definition?.Name ?? optimizer.GetType().Name}: {definition?.FormulaText ?? ""}"
            + $"{(definition is null ? "" : ".")} The rate and what it has kept are those at the end of the training.";
        return new("The update of the run's optimizer", text, steps);
    }

    private static ExplanationStep Told(UpdateLine line) => new(line.Name, line.Value) { Formula = line.Formula, Numbers = line.Numbers };

    private Tensor Slope(Parameter parameter) => Tensor.From<double>(trace.Gradient(parameter.Value), parameter.Shape);

    /// <summary>The places of a number in the state, where each is as large as the parameter.</summary>
    private double[] Kept(int index, int element)
        => [.. optimizer.State[index].Where(state => state.Count == trace.Parameters[index].Parameter.Shape.Count).Select(state => state.ToDoubles()[element])];

    /// <summary>The number after the optimizer's step; every parameter is then as it was.</summary>
    private double After(Parameter[] parameters, Tensor[] slopes, Parameter wanted, int element)
    {
        double[][] saved = [.. parameters.Select(parameter => parameter.Value.ToDoubles())];
        try
        {
            if (optimizer.EvaluatesRepeatedly)
            {
                optimizer.Step(parameters, () =>
                {
                    var there = new NetworkTrace(trace.Model, trace.LossFunction, trace.Nodes[0], trace.Target);
                    return new LossAndGradients(
                        there.Loss.Item(),
                        [.. parameters.Select(parameter => Tensor.From<double>(there.Gradient(parameter.Value), parameter.Shape))]);
                });
            }
            else
            {
                optimizer.Step(parameters, slopes);
            }

            return wanted.Value.ToDoubles()[element];
        }
        finally
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                saved[i].CopyTo(parameters[i].Change<double>());
            }
        }
    }
}
