namespace Descent;

/// <summary>Finds layers of weights with nothing between them that is not linear.</summary>
public sealed class LinearStack : FindingRule
{
    // What a row of weights can look through without becoming more than one: moving, scaling and adding constants.
    private static readonly HashSet<string> Linear =
    [
        "add", "reshape", "permute", "slice", "copy", "broadcast", "dropout", "alpha-dropout", "average-pool", "adaptive-average-pool", "multiply", "batch-norm",
        "fixed-norm", "identity", "sum", "convert", "upsample",
    ];

    private static readonly HashSet<string> Weighing = ["matmul", "convolution"];

    /// <summary>How linear-stack describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "linear-stack",
        Summary = "Two layers of weights follow one another without an activation between them: together they are no more than one linear layer.",
        FormulaText = "W2 (W1 x + b1) + b2 = W x + b",
        Expects = "the operations of the forward pass, from each product with weights back to the one before",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.1",
        Caveats = "An activation counts as linear where it is one by its options, such as leaky-relu slope=1. A narrow layer between two wider ones is let "
            + "pass: that factorises a large matrix, as autoencoders and low-rank layers do; so is a depthwise convolution before one of 1x1, and what attention makes its queries, keys and values of.",
        Create = _ => new LinearStack(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Trace is not { } trace)
        {
            yield break;
        }

        var weights = examination.Model.Parameters.Select(named => named.Parameter.Value).ToHashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var pairs = trace.Operations.Where(traced => IsWeighing(traced, weights))
            .Select(traced => (After: traced, Before: Before(trace, traced, weights)))
            .Where(pair => pair.Before is not null && pair.After.Layer is not MultiHeadAttention && !IsBottleneck(pair.Before, pair.After)).ToArray();
        if (pairs.Length == 0)
        {
            yield break;
        }

        var (after, before) = pairs[0];
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "Layers that are one linear layer")
        {
            Where = $"layers '{before!.Path}' ({before.Layer.Describe()}) and '{after.Path}' ({after.Layer.Describe()})",
            Evidence = "no activation that bends stands between them" + (pairs.Length > 1 ? FormattableString.Invariant($"; {pairs.Length} pairs of layers are like this") : ""),
            Numbers = [new("pairs", pairs.Length)],
            Meaning = "However many linear layers follow one another, only straight lines can be learned; their weights are computed for nothing.",
            Remedy = new Remedy("Put an activation such as relu between them.", recipe => recipe.Model is { } model ? recipe with { Model = Bend(model) } : recipe),
        };
    }

    private static bool IsWeighing(TracedOperation traced, HashSet<Tensor> weights)
        => Weighing.Contains(traced.Operation.Name) && traced.Inputs.Length >= 2 && weights.Contains(traced.Inputs[1]) && !weights.Contains(traced.Inputs[0]);

    /// <summary>The product with weights that alone, through linear operations, an operation's input comes from.</summary>
    private static TracedOperation? Before(ModelTrace trace, TracedOperation traced, HashSet<Tensor> weights)
    {
        var maker = trace.Maker(traced.Inputs[0]);
        while (maker is not null)
        {
            if (IsWeighing(maker, weights))
            {
                return maker;
            }

            // What is added or multiplied must be a parameter: a way around the layers makes another case of it.
            var isLinear = (Linear.Contains(maker.Operation.Name) && maker.Inputs.Skip(1).All(weights.Contains)) || IsStraight(maker);
            maker = isLinear ? trace.Maker(maker.Inputs[0]) : null;
        }

        return null;
    }

    /// <summary>Whether an activation is a straight line over the numbers that networks work with.</summary>
    private static bool IsStraight(TracedOperation traced)
    {
        if (traced.Operation is not IElementwiseFormula || traced.Inputs.Length != 1)
        {
            return false;
        }

        var grid = Enumerable.Range(-16, 33).Select(i => i * 0.5f).ToArray();
        var y = Record.Without(() => traced.Operation.Apply(Tensor.From(grid)))[0].ToDoubles();
        var bend = Enumerable.Range(1, grid.Length - 2).Max(i => Math.Abs(y[i + 1] - (2 * y[i]) + y[i - 1]));
        return bend <= 1e-5 * Math.Max(1e-9, y.Max() - y.Min());
    }

    // A layer narrower than what comes in and what goes out says less than one matrix could.
    private static bool IsBottleneck(TracedOperation before, TracedOperation after)
    {
        static int Width(TracedOperation traced, bool isInput)
        {
            var shape = (isInput ? traced.Inputs[0] : traced.Outputs[0]).Shape;
            return traced.Operation.Name == "matmul" ? shape[-1] : shape[1];
        }

        if (before.Operation.Name == "convolution" && before.Inputs[1].Shape[1] < before.Inputs[0].Shape[1])
        {
            // By groups of channels: with a convolution of all channels it factorises a larger one.
            return true;
        }

        var (entering, between, leaving) = (Width(before, true), Width(before, false), Width(after, false));
        return before.Operation.Name == after.Operation.Name && between < entering && between < leaving;
    }

    private static string Bend(string model)
    {
        var parts = ModelText.Parts(model).ToList();
        var bent = new List<string>();
        var isOpen = false;
        foreach (var part in parts)
        {
            var name = ModelText.Name(part);
            var isActivation = Catalog.Activations.Any(definition => definition.Name == name);
            var weighs = name is "linear" || name.StartsWith("conv", StringComparison.Ordinal);
            if (weighs && isOpen)
            {
                bent.Add("relu");
            }

            isOpen = weighs || (isOpen && !(isActivation && !IsStraightText(part)) && !name.StartsWith("residual", StringComparison.Ordinal));
            if (!(isActivation && IsStraightText(part)))
            {
                bent.Add(part);
            }
        }

        return string.Join(", ", bent);
    }

    private static bool IsStraightText(string part)
        => ModelText.Name(part) is "identity" || (ModelText.Name(part) is "leaky-relu" && SpecificationText.Words(part).Skip(1).Any(word => word.Split('=')[^1] is "1" or "1.0"));
}
