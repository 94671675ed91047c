namespace Descent;

/// <summary>The textbook's network for XOR, identities and all weights one: a step of true descent, and the book's own, which climbs.</summary>
internal static class XorExplanation
{
    private const double Rate = 0.1;

    private static readonly Tensor Inputs = Tensor.From(new[,] { { 0.0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
    private static readonly Tensor Targets = Tensor.From([0.0, 1, 1, 0], 4, 1);

    /// <summary>The explanation.</summary>
    public static Explanation Of(ExplanationOptions options)
    {
        var (input, target) = (Inputs.Slice(0, 0, 1), Targets.Slice(0, 0, 1));
        options = options with { Title = "One step of a 2-3-1 network for XOR", LearningRate = Rate };
        var network = Network();
        var explained = Explainer.Of(network, new HalfSquaredError(), input, target, options);
        var whole = Explainer.Of(Network(), new MeanSquaredError(), input, target, options with { Weight = null });
        var squared = new MeanSquaredError().Compute(network.Forward(input), target).Item();
        return explained with
        {
            Sections =
            [
                .. explained.Sections,
                new("The same step for the whole square", "Without the half, loss and gradient are twice as large, and so is the step.",
                    [new("S", whole["L"]), new("S'", squared) { Note = "the squared error after the step above" },
                        .. whole.Sections[^2].Steps, .. whole.Sections[^1].Steps]),
                BookRule(input, target),
                AllInputs(),
            ],
        };
    }

    private static Sequential Network() => new(
        WorkedExplanations.Linear([[1, 1], [1, 1], [1, 1]], [1, 1, 1]), new Identity(), WorkedExplanations.Linear([[1, 1, 1]], [1]));

    /// <summary>W := W - rate Z error, with error = actual - predicted passed back as it is.</summary>
    private static ExplanationSection BookRule(Tensor input, Tensor target)
    {
        var network = Network();
        var (hidden, output) = ((Linear)network.Children[0].Layer, (Linear)network.Children[2].Layer);
        var reached = hidden.Forward(input);
        var prediction = network.Forward(input);
        var error = target - prediction;
        var formula = new StepFormula();
        var steps = new List<ExplanationStep>
        {
            formula.Step("error", formula["y", target.Item()] - formula["z_4", prediction.Item()], error.Item()),
        };
        Move(hidden, input, error.BroadcastTo(new Shape(1, 3)), 0, "x", steps);
        Move(output, reached, error, 3, "z", steps);
        var after = network.Forward(input);
        steps.Add(new("z_4'", after.Item()));
        steps.Add(new("S'", new MeanSquaredError().Compute(after, target).Item()) { Note = "the squared error, which has risen" });
        return new(
            "The book's rule, which climbs",
            "The book takes error = actual - predicted, the negative of the derivative, and subtracts rate times input times error: so it goes uphill.",
            steps);
    }

    private static void Move(Linear layer, Tensor input, Tensor error, int offset, string letter, List<ExplanationStep> steps)
    {
        var (weights, biases) = (layer.Weight.Value.ToDoubles(), layer.Bias!.Value.ToDoubles());
        var bias = layer.Bias!.Value - (error.Reshape(biases.Length) * Rate);
        var weight = layer.Weight.Value - (error.MatMul(input, transpose: true) * Rate);
        layer.Weight.Load(weight.Detached());
        layer.Bias.Load(bias.Detached());
        var (movedWeights, movedBiases, inputs, errors) = (weight.ToDoubles(), bias.ToDoubles(), input.ToDoubles(), error.ToDoubles());
        for (var i = 0; i < weights.Length; i++)
        {
            var (unit, from, formula) = (i / inputs.Length, i % inputs.Length, new StepFormula());
            var name = FormattableString.Invariant($"w_{from + 1}{offset + unit + 1}");
            var step = formula["rate", Rate] * formula[FormattableString.Invariant($"{letter}_{from + 1}"), inputs[from]] * formula["error", errors[unit]];
            steps.Add(formula.Step($"{name}'", formula[name, weights[i]] - step, movedWeights[i]));
        }

        for (var i = 0; i < biases.Length; i++)
        {
            var (name, formula) = (FormattableString.Invariant($"b_{offset + i + 1}"), new StepFormula());
            steps.Add(formula.Step($"{name}'", formula[name, biases[i]] - (formula["rate", Rate] * formula["error", errors[i]]), movedBiases[i]));
        }
    }

    private static ExplanationSection AllInputs()
    {
        var outputs = Network().Forward(Inputs);
        var (values, errors, inputs) = (outputs.ToDoubles(), (Targets - outputs).ToDoubles(), Inputs.ToDoubles());
        var steps = values.SelectMany((value, i) => new ExplanationStep[]
        {
            new(FormattableString.Invariant($"output_{inputs[2 * i]},{inputs[(2 * i) + 1]}"), value),
            new(FormattableString.Invariant($"error_{inputs[2 * i]},{inputs[(2 * i) + 1]}"), errors[i]),
        });
        return new(
            "All four inputs",
            "Before the step. With identities the network is one linear function, and equal weights get equal gradients, so no step can make it XOR: "
                + "the best linear answer is 1/2 everywhere. Random weights and tanh between the layers learn it.",
            [.. steps]);
    }
}
