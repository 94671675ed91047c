using Descent.Kernels;

namespace Descent;

/// <summary>rate(k) = rate factor^floor(k / period): a drop after each period.</summary>
/// <remarks>Source: the usual recipe since Krizhevsky, Sutskever and Hinton, NIPS 2012.</remarks>
public sealed class StepDecay : Schedule
{
    private readonly int? period;
    private readonly double factor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="period">The number of steps between drops; null for a third of the training.</param>
    /// <param name="factor">What the rate is multiplied by at each.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public StepDecay(int? period = null, double factor = 0.1)
    {
        this.period = ScheduleOptions.Checked(period, "period");
        this.factor = Hyperparameter.Positive(factor, "factor", "0.1");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "step",
        Summary = "Multiplies the rate by a factor after each period.",
        FormulaText = "rate(k) = rate factor^floor(k / period)",
        Options =
        [
            ScheduleOptions.Period("number of steps between drops; none: a third of the training", "none", "every", "step-size"),
            ScheduleOptions.Factor("what the rate is multiplied by at each drop", "0.1"),
        ],
        Source = "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, NIPS 2012",
        Caveats = "A period longer than the training never acts.",
        Create = options => new StepDecay(ScheduleOptions.Open(options, "period"), options.Number("factor")),
    };

    /// <inheritdoc/>
    public override Schedule Over(int steps) => period is null ? new StepDecay(Math.Max(1, (steps + 2) / 3), factor) : this;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
        => initialRate * PortableMath.Power(factor, step / ScheduleOptions.Known(period, "step"));
}
