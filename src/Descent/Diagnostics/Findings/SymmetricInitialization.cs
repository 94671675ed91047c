namespace Descent;

/// <summary>Finds layers whose units all begin with the same weights, so that they stay the same.</summary>
public sealed class SymmetricInitialization : FindingRule
{
    /// <summary>How symmetric-initialization describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "symmetric-initialization",
        Summary = "All units of a hidden layer begin with the same weights: they get the same gradients and remain copies of one unit.",
        FormulaText = "every row of a hidden weight [out, in, ...] is the same before the first step",
        Expects = "the weights of all layers but the last, before training",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 8.4",
        Caveats = "No threshold: rows are equal bit for bit. The last layer may begin with zeros; its units have targets of their own.",
        Create = _ => new SymmetricInitialization(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.Steps > 0)
        {
            yield break;
        }

        var weights = examination.Model.Parameters
            .Where(named => named.Parameter.Trainable && named.Parameter.Shape.Rank >= 2 && named.Parameter.Shape[0] > 1).ToArray();
        var same = weights.SkipLast(1).Where(named => HasEqualRows(named.Parameter.Value)).ToArray();
        if (same.Length == 0)
        {
            yield break;
        }

        var (path, parameter) = (same[0].Path, same[0].Parameter);
        yield return new Finding(Definition.Name, FindingSeverity.Critical, "Units that begin alike")
        {
            Where = $"parameter '{path}'",
            Evidence = FormattableString.Invariant($"all {parameter.Shape[0]} units of '{path}' begin with the same weights")
                + (same.Length > 1 ? FormattableString.Invariant($"; so do those of {same.Length - 1} more layers") : ""),
            Numbers = [new("units", parameter.Shape[0]), new("layers", same.Length)],
            Meaning = "Units that begin alike get equal gradients at each step: the layer has the power of a single unit, however long it is trained.",
            Remedy = new Remedy("Initialise with random numbers: he before relu, xavier before tanh and sigmoid.", Randomize),
        };
    }

    private static bool HasEqualRows(Tensor weight)
    {
        var values = weight.ToDoubles();
        var width = values.Length / weight.Shape[0];
        var first = values.AsSpan(0, width);
        for (var row = 1; row < weight.Shape[0]; row++)
        {
            if (!first.SequenceEqual(values.AsSpan(row * width, width)))
            {
                return false;
            }
        }

        return true;
    }

    private static Recipe Randomize(Recipe recipe)
        => recipe.Model is { } model ? recipe with { Model = InitText.Set(model, replaceOnly: text => text.StartsWith("constant", StringComparison.Ordinal) || text is "zeros" or "ones") } : recipe;
}
