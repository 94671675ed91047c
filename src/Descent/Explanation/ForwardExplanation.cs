namespace Descent;

/// <summary>The network with its numbers and its forward pass: z = w x + b and a = f(z), unit by unit.</summary>
internal sealed class ForwardExplanation(NetworkTrace trace, UnitNames names, ExplanationOptions options)
{
    /// <summary>Whether a node is told unit by unit.</summary>
    public bool IsSmall(int node) => names.Width(node) <= options.MostUnits && trace.Nodes[node].Count <= 4 * options.MostUnits;

    /// <summary>A layer that takes weighted sums of the numbers of a sample; null for others.</summary>
    public Linear? LinearAt(int layer)
        => layer < trace.Layers.Count && trace.Layers[layer] is Linear linear && trace.Nodes[layer].Shape.Rank == 2 ? linear : null;

    /// <summary>Whether a layer is linear and told unit by unit.</summary>
    public Linear? SmallLinear(int layer) => LinearAt(layer) is { } linear && IsSmall(layer) && IsSmall(layer + 1) ? linear : null;

    /// <summary>Whether a parameter of a layer is told number by number.</summary>
    public bool IsSmall(int layer, NamedParameter named)
        => SmallLinear(layer) is not null || (named.Parameter.Shape.Count <= options.MostUnits && IsSmall(layer + 1));

    /// <summary>The symbol of one number of a parameter; where its layer is not linear its place is counted from 0, as in files.</summary>
    public string Symbol(int layer, NamedParameter named, int element)
        => LinearAt(layer) is not { } linear ? $"{named.Path}_{string.Join(',', UnitNames.Places(named.Parameter.Shape, element))}"
            : named.Parameter == linear.Weight ? names.Weight(layer, element / names.Width(layer), element % names.Width(layer))
            : names.Bias(layer, element);

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
            steps.AddRange(targets.Select((value, i) => new ExplanationStep(names.Target(i / width, i % width, width), value)
            {
                Note = trace.Target.Type == ElementType.Int32 ? FormattableString.Invariant($"the class, counted from 0: output {value + 1}") : null,
            }));
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
        var text = "From the input to the output."
            + (Has(layer => UnitNames.IsWeightedSum(trace.Layers[layer]))
                ? " Each unit adds up what it gets, times its weights, and its bias: its weighted sum z." : "")
            + (Has(layer => trace.Elementwise(layer) is not null) ? " An activation makes the unit's output a of it." : "")
            + (kept.Length == 0 ? "" : $" What {string.Join(" and ", kept)} gets, it passes on unchanged.");
        return new("Forward pass", text, steps);
    }

    private bool Has(Func<int, bool> isSo) => Enumerable.Range(0, trace.Layers.Count).Any(layer => !trace.IsIdentity(layer) && isSo(layer));

    /// <summary>The outputs of one layer.</summary>
    public IEnumerable<ExplanationStep> Outputs(int layer)
    {
        var (input, output) = (trace.Nodes[layer].ToDoubles(), trace.Nodes[layer + 1].ToDoubles());
        if (LinearAt(layer) is not null && IsSmall(layer + 1))
        {
            return Elements(layer + 1, (sample, unit) => WeightedSum(layer, sample, unit));
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

    /// <summary>A unit of a linear layer: the sum of each input times its weight, and the bias.</summary>
    public ExplanationStep WeightedSum(int layer, int sample, int unit)
    {
        var linear = LinearAt(layer)!;
        var (inputs, outputs) = (names.Width(layer), names.Width(layer + 1));
        var (weight, input) = (linear.Weight.Value.ToDoubles(), trace.Nodes[layer].ToDoubles());
        var formula = new StepFormula();
        var (sum, note) = SumOfProducts.Write(formula, [.. Enumerable.Range(0, inputs).Select(i => new Product(
            names.Weight(layer, unit, i), weight[(unit * inputs) + i],
            names.Unit(layer, sample, i), input[(sample * inputs) + i]))]) ?? (0.0, "every term is 0");
        sum = linear.Bias is null ? sum : sum + formula[names.Bias(layer, unit), linear.Bias.Value.ToDoubles()[unit]];
        return formula.Step(names.Unit(layer + 1, sample, unit), sum, trace.Nodes[layer + 1].ToDoubles()[(sample * outputs) + unit], note: note);
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
            return trace.ParametersOf(layer).SelectMany(named => Numbers(layer, named));
        }

        var inputs = names.Width(layer);
        var weights = linear.Weight.Value.ToDoubles().Select((value, i) => new ExplanationStep(names.Weight(layer, i / inputs, i % inputs), value));
        return linear.Bias is null
            ? weights
            : weights.Concat(linear.Bias.Value.ToDoubles().Select((value, i) => new ExplanationStep(names.Bias(layer, i), value)));
    }

    private IEnumerable<ExplanationStep> Numbers(int layer, NamedParameter named)
    {
        var parameter = named.Parameter;
        var note = parameter.IsStatistic ? "kept by averaging, not by gradients" : parameter.Trainable ? null : "frozen";
        return IsSmall(layer, named)
            ? parameter.Value.ToDoubles().Select((value, i) => new ExplanationStep(Symbol(layer, named, i), value) { Note = i == 0 ? note : null })
            : [Norm($"|{named.Path}|", parameter.Value, $"the norm of {parameter.Shape}{(note is null ? "" : $", {note}")}")];
    }
}
