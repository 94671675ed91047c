namespace Descent;

/// <summary>Finds steps that leap over the valleys of the loss: it oscillates, stays where it began, or grows.</summary>
public sealed class LearningRateTooHigh : FindingRule
{
    private const int Looks = 4;
    private const int FewestSteps = 30;
    private const double Risen = 1.2;
    private const double Violent = 0.3;
    private const double Stuck = 0.1;
    private const double LargeUpdate = 0.1;
    private const double Overshoot = 0.1;
    private const double GoodProgress = 0.8;

    /// <summary>How learning-rate-too-high describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "learning-rate-too-high",
        Summary = "Steps are too large: they leap over the valley, so that the loss oscillates, grows, or stays where it began.",
        FormulaText = "the loss is 20 % above what it was before training and that of a constant answer; or steps raise the loss of their own batch by 10 % and more in 4 looks in a row; "
            + "or steps change weights by a tenth, early ones by a third, and nothing is learned; or the loss grew until it was not finite",
        Expects = "the loss of steps over the epochs, the loss of a step's batch before and after it, and the size of steps beside that of the weights",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 11.4.1; Cohen and others, Gradient descent on neural networks typically occurs at the edge of stability, ICLR 2021",
        Caveats = "A good rate often raises the loss a little now and then. Raising the loss of the very batch that a step was made for, by a tenth, time and again, it does not.",
        Create = _ => new LearningRateTooHigh(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Probe | ExaminationMoment.Epoch | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var (evidence, numbers) = Evidence(examination);
        if (evidence.Length == 0)
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Critical, "A learning rate that is too high")
        {
            Evidence = evidence,
            Numbers = [.. numbers, new("learning rate", examination.InitialLearningRate)],
            Meaning = "Each step goes so far that the gradient it followed no longer holds where it ends: the loss cannot come down.",
            Remedy = new Remedy("Lower the learning rate: rates are tried on a few steps, and the one that lowers the loss best is taken.", RateTest.Lower),
        };
    }

    private static (string Evidence, FindingNumber[] Numbers) Evidence(Examination examination)
    {
        var (steps, baseline) = (examination.Steps, examination.BaselineLoss ?? double.NaN);
        if (examination.Failure is { } failure)
        {
            var grew = examination.Probes.Count > 0 ? examination.Probes.Max(probe => probe.Loss) / Math.Max(1e-12, Math.Max(baseline, examination.Probes[0].Loss)) : double.NaN;
            return failure.Message.Contains("an input of", StringComparison.Ordinal) || failure.Step == 0
                ? ("", [])
                : (FormattableString.Invariant($"within {failure.Step + 1} steps the loss grew until it was not finite"), [new("steps", failure.Step + 1), new("growth", grew)]);
        }

        var windows = Signs.Windows(examination);
        var late = windows.TakeLast(Math.Max(1, windows.Length / 3)).ToArray();
        var latest = Signs.Median(late);
        if (windows.Length < Looks || steps < FewestSteps)
        {
            return ("", []);
        }

        var first = examination.Probes.Count > 0 ? examination.Probes[0].Loss : baseline;
        if (latest > Risen * Math.Max(first, baseline) && latest > 0.7 * windows[0])
        {
            return (FormattableString.Invariant($"after {steps} steps the loss is {latest:G3}; before the first it was {first:G3}, and a model that always answers the same has {baseline:G3}"),
                [new("loss", latest), new("loss before training", first), new("loss of a constant answer", baseline)]);
        }

        var early = examination.Probes.Where(probe => probe.Step is > 0 and <= 64).Select(Signs.UpdateRatio).OfType<double>().Where(ratio => ratio > Violent).ToArray();
        if (early.Length > 0 && steps >= 2 * FewestSteps && examination.Progress < Stuck)
        {
            return (FormattableString.Invariant($"steps changed the weights by {early.Max():P0} of their size, and after {steps} steps the loss is still {latest:G3}, of {baseline:G3} for a model that always answers the same"),
                [new("update ratio", early.Max()), new("loss", latest), new("loss of a constant answer", baseline)]);
        }

        var probes = Signs.Last(examination, Looks).Where(probe => probe.StepLossAfter is not null).ToArray();
        if (probes.Length < Looks - 1 || examination.Progress >= GoodProgress)
        {
            return ("", []);
        }

        var leaps = probes.Select(probe => (probe.StepLossAfter!.Value - probe.StepLossBefore!.Value) / Math.Max(probe.StepLossBefore.Value, 0.05 * baseline)).ToArray();
        if (leaps.Count(leap => leap > Overshoot) >= Looks - 1 && !(latest < 0.7 * windows[0]))
        {
            return (FormattableString.Invariant($"steps raise the loss of the batch that they were made for, by {Signs.Median(leaps):P0} as a rule, in {probes.Length} looks in a row"),
                [new("rise", Signs.Median(leaps)), new("threshold", Overshoot)]);
        }

        var update = Signs.Median(probes.Select(Signs.UpdateRatio).OfType<double>());
        return examination.Progress < Stuck && update > LargeUpdate
            ? (FormattableString.Invariant($"each step changes the weights by {update:P0} of their size, and after {steps} steps the loss is still {latest:G3}, of {baseline:G3} for a model that always answers the same"),
                [new("update ratio", update), new("loss", latest), new("loss of a constant answer", baseline)])
            : ("", []);
    }
}
