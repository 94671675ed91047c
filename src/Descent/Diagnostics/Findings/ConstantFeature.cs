namespace Descent;

/// <summary>Finds columns that hold one value, or almost none.</summary>
public sealed class ConstantFeature : FindingRule
{
    private const double MissingShare = 0.95;
    private const int FewestRows = 20;
    private const int FewDeviations = 4;
    private const double FewShare = 0.01;
    private const double FewShareOfTwo = 0.002;

    /// <summary>How constant-feature describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "constant-feature",
        Summary = "A column that is the same in all samples, or nearly all, or is nearly always missing: nothing can be learned from it, and it may hide a fault in the data.",
        FormulaText = "one value in all rows; or at most 4 rows, and at most 1 %, with another (0.2 % in a column of two values or of categories); or missing in 95 % of the rows and more",
        Expects = "the columns of a table, those included that are left out for this reason, or the features of flat inputs",
        Source = "Kuhn and Johnson, Applied Predictive Modeling, 2013, section 3.5, on predictors of near zero variance",
        Caveats = "Pixels, and 32 and more columns that are only numbered, are left alone: borders of images are constant by nature. So are columns that a recipe ignores.",
        Create = _ => new ConstantFeature(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        if (examination.ReadsTokens)
        {
            yield break;
        }

        var found = Constant(examination).ToArray();
        if (found.Length == 0)
        {
            yield break;
        }

        var (name, what, share) = found[0];
        yield return new Finding(Definition.Name, FindingSeverity.Notice, found.Length == 1 ? "A column that says nothing" : "Columns that say nothing")
        {
            Where = found.Length == 1 ? $"column '{name}'" : $"columns {string.Join(", ", found.Take(5).Select(column => $"'{column.Name}'"))}{(found.Length > 5 ? ", ..." : "")}",
            Evidence = $"'{name}' {what}" + (found.Length > 1 ? FormattableString.Invariant($"; {found.Length - 1} more say as little") : ""),
            Numbers = [new("columns", found.Length), new("share", share), new("threshold for missing", MissingShare)],
            Meaning = "What does not vary cannot tell samples apart. If it should vary, something went wrong before the data was written.",
            Remedy = new Remedy(
                "Ignore such columns, or mend the data.",
                examination.Encoder is null ? null : recipe => recipe with { Ignore = [.. (recipe.Ignore ?? []).Union(found.Select(column => column.Name))] }),
        };
    }

    private static IEnumerable<(string Name, string What, double Share)> Constant(Examination examination)
    {
        var sample = examination.Sample;
        if (sample.Count < FewestRows || sample.AreNumbered)
        {
            yield break;
        }

        foreach (var column in examination.Ignored.Where(column => column.IsConstant))
        {
            yield return (column.Name, $"is of no use: {column.Reason}", 1);
        }

        foreach (var feature in sample.Features)
        {
            if (feature.Missing is { } place && Mean(sample.Columns[place]) is >= MissingShare and var missing)
            {
                yield return (feature.Column!, FormattableString.Invariant($"is missing in {missing:P1} of the samples"), missing);
            }

            if (feature.IsIndicator)
            {
                continue;
            }

            // Of categories the most frequent one; its own number says how often it comes.
            var facts = feature.Width == 1 ? ColumnFacts.Of(sample.Columns[feature.First]) : null;
            var share = facts?.ModeShare ?? Enumerable.Range(feature.First, feature.Width).Max(c => Mean(sample.Columns[c]));
            var (rows, others) = ((int)Math.Round(share * sample.Count), facts is { Distinct: not 2 } ? FewShare : FewShareOfTwo);
            if (sample.Count - rows <= FewDeviations && sample.Count - rows <= others * sample.Count)
            {
                yield return (feature.Name, FormattableString.Invariant($"is the same in {rows} of {sample.Count} samples"), share);
            }
        }
    }

    private static double Mean(float[] column) => column.Average();
}
