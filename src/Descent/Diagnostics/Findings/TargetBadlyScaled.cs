namespace Descent;

/// <summary>Finds numbers to predict that are far larger or smaller than what a network begins with.</summary>
public sealed class TargetBadlyScaled : FindingRule
{
    private const double Large = 10;
    private const double Small = 0.01;
    private const double FarFromZero = 10;
    private const double VeryDifferent = 100;

    /// <summary>How target-badly-scaled describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "target-badly-scaled",
        Summary = "The numbers to predict are far from 0, or much larger or smaller than 1: outputs begin near 0 and need many steps, or huge ones, to get there.",
        FormulaText = "the target's root mean square > 10, its deviation < 0.01, or |mean| > 10 deviations; or deviations of several targets that differ by a factor above 100",
        Expects = "the training targets as the loss sees them",
        Source = "Bishop, Neural Networks for Pattern Recognition, 1995, section 8.2; LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998",
        Caveats = "Losses of ratios and of counts, such as msle and poisson, need targets in their own unit and are left out.",
        Create = _ => new TargetBadlyScaled(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Start;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var sample = examination.Sample;
        if (sample.Data.Task != TaskKind.Regression || examination.Loss.Target != TargetKind.Values || examination.Loss.NeedsTargetUnit)
        {
            yield break;
        }

        var targets = sample.Data.TargetNames.Select((name, output)
            => (Name: name, Facts: ColumnFacts.Of([.. Enumerable.Range(0, sample.Count).Select(i => sample.Value(i, output))]))).Where(target => target.Facts.Deviation > 0).ToArray();
        var bad = targets.Where(target => IsBad(target.Facts)).OrderByDescending(target => Math.Abs(Math.Log(target.Facts.Rms))).ToArray();
        var ratio = targets.Length == 0 ? 1 : targets.Max(target => target.Facts.Deviation) / targets.Min(target => target.Facts.Deviation);
        if (bad.Length == 0 && ratio <= VeryDifferent)
        {
            yield break;
        }

        var (name, facts) = bad.Length > 0 ? bad[0] : targets.MaxBy(target => target.Facts.Deviation);
        yield return new Finding(Definition.Name, FindingSeverity.Warning, "A target that is badly scaled")
        {
            Where = $"target '{name}'",
            Evidence = FormattableString.Invariant($"the loss sees a mean of {facts.Mean:G3} and a standard deviation of {facts.Deviation:G3}; outputs begin near 0 with a size about 1")
                + (ratio > VeryDifferent ? FormattableString.Invariant($"; deviations of the targets differ by a factor of {ratio:G3}") : ""),
            Numbers = [new("mean", facts.Mean), new("standard deviation", facts.Deviation), new("largest allowed", Large), new("factor", ratio)],
            Meaning = facts.Rms > Large
                ? "The loss and its gradients are huge at first, or the steps too small to reach the targets in time: most of the training only moves the outputs there."
                : "Errors, and so gradients, are tiny beside the random outputs that a network begins with, or what differs between samples is.",
            Remedy = new Remedy(
                "Standardise the target: target-scale standardize does it for tables and gives predictions in the own unit; in code subtract the mean and divide by the deviation.",
                examination.Encoder is null ? null : recipe => recipe with { TargetScale = "standardize" }),
        };
    }

    private static bool IsBad(ColumnFacts facts)
        => facts.Rms > Large || facts.Deviation < Small || Math.Abs(facts.Mean) > FarFromZero * facts.Deviation;
}
