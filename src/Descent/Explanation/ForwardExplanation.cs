namespace Descent;

/// <summary>The network with its numbers and its forward pass: z = w x + b and a = f(z), unit by unit.</summary>
internal sealed class ForwardExplanation(NetworkTrace trace, UnitNames names, ExplanationOptions options)
{
    /// <summary>Whether a node is told unit by unit.</summary>
    public bool IsSmall(int node) => names.Width(node) <= options.MostUnits && trace.Nodes[node].Count <= 4 * options.MostUnits;

    /// <summary>Whether a layer is linear and told unit by unit.</summary>
    public Linear? SmallLinear(int layer)
        => layer < trace.Layers.Count && trace.Layers[layer] is Linear linear && IsSmall(layer) && IsSmall(layer + 1)
            && trace.Nodes[layer].Shape.Rank == 2 ? linear : null;

    /// <summary>Inputs, targets and weights.</summary>
    public ExplanationSection Network()
    {
        var steps = new List<ExplanationStep>();
        if (IsSmall(0))
        {
            steps.AddRange(Elements(0, (sample, unit) => names.Unit(0, sample, unit)));
        }
        else
        {
            steps.Add(Norm("|x|", trace.Nodes[0], $"the norm of the input {trace.Nodes[0].Shape.Inner()}"));
        }

        var targets = trace.Target.ToDoubles();
        var width = Math.Max(1, targets.Length / trace.Samples);
        if (targets.Length <= 4 * options.MostUnits)
        {
            var note = trace.Target.Type == ElementType.Int32 ? "the class, counted from 0" : null;
            steps.AddRange(targets.Select((value, i) => new ExplanationStep(names.Target(i / width, i % width, width), value) { Note = note }));
        }

        for (var layer = 0; layer < trace.Layers.Count; layer++)
        {
            steps.AddRange(Weights(layer));
        }

        var layers = trace.Layers.Select(layer => layer.Describe());
        return new("The network", $"{string.Join(", ", layers)}; the loss is {trace.LossFunction.Name}.", steps);
    }

    /// <summary>Each layer's outputs.</summary>
    public ExplanationSection Pass()
    {
        var steps = Enumerable.Range(0, trace.Layers.Count).Where(layer => !trace.IsIdentity(layer)).SelectMany(Outputs).ToArray();
        var kept = Enumerable.Range(0, trace.Layers.Count).Where(trace.IsIdentity).Select(layer => trace.Layers[layer].Describe()).Distinct().ToArray();
        var text = kept.Length == 0 ? "From the input to the output." : $"From the input to the output. What {string.Join(" and ", kept)} gets, it passes on unchanged.";
        return new("Forward pass", text, steps);
    }

    /// <summary>The outputs of one layer.</summary>
    public IEnumerable<ExplanationStep> Outputs(int layer)
    {
        var (input, output) = (trace.Nodes[layer].ToDoubles(), trace.Nodes[layer + 1].ToDoubles());
        if (SmallLinear(layer) is { } linear)
        {
            var (weight, bias) = (linear.Weight.Value.ToDoubles(), linear.Bias?.Value.ToDoubles());
            var (inputs, outputs) = (names.Width(layer), names.Width(layer + 1));
            return Elements(layer + 1, (sample, unit) =>
            {
                var formula = new StepFormula();
                var sum = StepFormula.Sum(Enumerable.Range(0, inputs).Select(i
                    => formula[names.Weight(layer, unit, i), weight[(unit * inputs) + i]]
                        * formula[names.Unit(layer, sample, i), input[(sample * inputs) + i]]));
                sum = bias is null ? sum : sum + formula[names.Bias(layer, unit), bias[unit]];
                return formula.Step(names.Unit(layer + 1, sample, unit), sum, output[(sample * outputs) + unit]);
            });
        }

        if (trace.Elementwise(layer) is { } function && IsSmall(layer + 1))
        {
            return Elements(layer + 1, (sample, unit) =>
            {
                var (element, formula) = ((sample * names.Width(layer)) + unit, new StepFormula());
                var z = formula[names.Unit(layer, sample, unit), input[element]];
                return formula.Step(names.Unit(layer + 1, sample, unit), function.Formula(z), output[element]);
            });
        }

        var what = $"{trace.Layers[layer].Describe()}: {trace.Nodes[layer].Shape} to {trace.Nodes[layer + 1].Shape}, "
            + $"in the record {string.Join(", ", trace.Operations(layer))}";
        return IsSmall(layer + 1)
            ? Elements(layer + 1, (sample, unit) => names.Unit(layer + 1, sample, unit)).Select((step, i) => i == 0 ? step with { Note = what } : step)
            : [Norm($"|{names.Node(layer + 1)}|", trace.Nodes[layer + 1], what)];
    }

    /// <summary>Each element of a node as a given number.</summary>
    public IEnumerable<ExplanationStep> Elements(int node, Func<int, int, string> name)
    {
        var values = trace.Nodes[node].ToDoubles();
        return Elements(node, (sample, unit) => new ExplanationStep(name(sample, unit), values[(sample * names.Width(node)) + unit]));
    }

    /// <summary>A step for each element of a node.</summary>
    public IEnumerable<ExplanationStep> Elements(int node, Func<int, int, ExplanationStep> step)
        => Enumerable.Range(0, trace.Nodes[node].Count).Select(i => step(i / names.Width(node), i % names.Width(node)));

    private static ExplanationStep Norm(string name, Tensor tensor, string note)
        => new(name, NetworkTrace.Norm(tensor.ToDoubles())) { Note = note };

    private IEnumerable<ExplanationStep> Weights(int layer)
    {
        if (SmallLinear(layer) is not { } linear)
        {
            return trace.Parameters
                .Where(named => trace.Layers[layer].Parameters.Any(own => own.Parameter == named.Parameter))
                .Select(named => Norm($"|{named.Path}|", named.Parameter.Value, $"the norm of {named.Parameter.Shape}"));
        }

        var inputs = names.Width(layer);
        var weights = linear.Weight.Value.ToDoubles().Select((value, i) => new ExplanationStep(names.Weight(layer, i / inputs, i % inputs), value));
        return linear.Bias is null
            ? weights
            : weights.Concat(linear.Bias.Value.ToDoubles().Select((value, i) => new ExplanationStep(names.Bias(layer, i), value)));
    }
}
