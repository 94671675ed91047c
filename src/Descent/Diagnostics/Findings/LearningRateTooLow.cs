namespace Descent;

/// <summary>Finds steps so small that the weights will hardly have moved when the training is over.</summary>
public sealed class LearningRateTooLow : FindingRule
{
    private const double HardlyMoved = 0.1;
    private const double GoodProgress = 0.5;
    private const double ShareOfPlan = 0.25;

    /// <summary>How learning-rate-too-low describes itself.</summary>
    public static Definition<FindingRule> Definition { get; } = new()
    {
        Kind = ConceptKind.Finding,
        Name = "learning-rate-too-low",
        Summary = "Steps are so small that the weights hardly move in all the training: what could be learned is not.",
        FormulaText = "sum of |update| / |weights| over all planned steps < 0.1, while half of the baseline loss is left",
        Expects = "the size of steps beside that of the weights, the number of steps planned, and the loss",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 11.4.1",
        Caveats = "The sum is the longest way that the weights can go; learning takes a good part of their size. Where gradients vanish steps are small, too: that is another finding.",
        Create = _ => new LearningRateTooLow(),
    };

    /// <inheritdoc/>
    public override ExaminationMoment Moments => ExaminationMoment.Epoch | ExaminationMoment.End;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        var planned = (double)examination.Epochs * examination.StepsPerEpoch;
        var isLate = examination.Moment == ExaminationMoment.End || examination.Steps >= ShareOfPlan * planned;
        if (!isLate || examination.Failure is not null || examination.Progress is not < GoodProgress || Signs.Movement(examination) is not { } moved || examination.Steps == 0
            || examination.Found("vanishing-gradients", "dead-relu", "saturated-activations", "symmetric-initialization", "learning-rate-too-high"))
        {
            yield break;
        }

        var expected = moved * Math.Max(1, planned / examination.Steps);
        if (expected >= HardlyMoved)
        {
            yield break;
        }

        yield return new Finding(Definition.Name, FindingSeverity.Warning, "A learning rate that is too low")
        {
            Evidence = FormattableString.Invariant(
                $"all {planned:0} steps together can move the weights by {expected:P1} of their size; after {examination.Steps} of them {1 - examination.Progress:P0} of the loss of a constant answer is left"),
            Numbers =
            [
                new("movement", expected), new("threshold", HardlyMoved), new("progress", examination.Progress.Value), new("learning rate", examination.InitialLearningRate),
            ],
            Meaning = "The model is still nearly what chance made it when the training ends.",
            Remedy = new Remedy("Raise the learning rate: rates are tried on a few steps, and the one that lowers the loss best is taken.", RateTest.Raise),
        };
    }
}
