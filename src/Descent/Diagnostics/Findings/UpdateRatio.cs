namespace Descent;

/// <summary>Finds steps that are far too large or far too small beside the weights that they change.</summary>
public sealed class UpdateRatio : FindingRule
{
    private const int Looks = 3;
    private const int SettledAfter = 8;
    private const double TooLarge = 0.3;
    private const double TooSmall = 1e-5;
    private const double GoodProgress = 0.5;

    /// <summary>How update-ratio describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "update-ratio",
        Summary = "Steps change the weights by far more, or far less, than about a thousandth of their size.",
        FormulaText = "|update| / |weights| > 0.3, or < 0.00001, in 3 looks in a row after the first 8 steps, while half of the baseline loss is left",
        Expects = "the norm of a step's change of all weights beside the norm of the weights",
        Source = "Karpathy, CS231n Convolutional Neural Networks for Visual Recognition, notes on babysitting the learning process, 2015",
        Caveats = "About 0.001 is usual, but small networks do well with 0.05 and large batches with 0.0001: only far beyond, and only while the training gets nowhere, is it a finding. "
            + "Looks after a schedule has brought the rate below a tenth do not count.",
        Create = _ => new UpdateRatio(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Probe | ExaminationMoment.Epoch | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var probes = Signs.Last(examination, Looks);
        var ratios = probes.Where(probe => probe.Step >= SettledAfter).Select(Signs.UpdateRatio).OfType<double>().ToArray();
        if (ratios.Length < Looks || examination.Progress >= GoodProgress || !(ratios.All(ratio => ratio > TooLarge) || (ratios.All(ratio => ratio is > 0 and < TooSmall) && !examination.Found("dead-relu"))))
        {
            yield break;
        }

        var ratio = Signs.Median(ratios);
        var isLarge = ratio > TooLarge;
        yield return new Finding(Definition.Name, FindingSeverity.Warning, isLarge ? "Steps too large for the weights" : "Steps too small for the weights")
        {
            Evidence = FormattableString.Invariant($"a step changes the weights by {ratio:G2} of their size, in {Looks} looks in a row; about 0.001 is usual"),
            Numbers = [new("ratio", ratio), new("usual", 0.001), new("threshold", isLarge ? TooLarge : TooSmall)],
            Meaning = isLarge ? "Each step replaces a good part of what was learned before." : "After a thousand steps the weights are still about what they were at first.",
            Remedy = new Remedy("Try rates on a few steps, and take the one that lowers the loss best.", isLarge ? RateTest.Lower : RateTest.Raise),
        };
    }
}
