using Descent.Kernels;

namespace Descent;

/// <summary>rate(k) = rate factor^(k / period); staircase floors the quotient.</summary>
/// <remarks>Source: the decay of Bottou, Stochastic gradient descent tricks, 2012, and of most libraries.</remarks>
public sealed class ExponentialDecay : Schedule
{
    private readonly double factor;
    private readonly int period;
    private readonly bool staircase;

    /// <summary>Makes the schedule.</summary>
    /// <param name="factor">What the rate is multiplied by over each period.</param>
    /// <param name="period">The number of steps in a period.</param>
    /// <param name="staircase">Whether the rate changes only after whole periods.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public ExponentialDecay(double factor = 0.95, int period = 1, bool staircase = false)
    {
        this.factor = Hyperparameter.Positive(factor, "factor", "0.95");
        this.period = Hyperparameter.Positive(period, "period", "1");
        this.staircase = staircase;
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "exponential",
        Aliases = ["exponential-decay"],
        Summary = "Multiplies the rate by the same factor at every step.",
        FormulaText = "rate(k) = rate factor^(k / period)",
        Options =
        [
            ScheduleOptions.Factor("what the rate is multiplied by over each period", "0.95") with { Positional = true },
            ScheduleOptions.Period("number of steps in a period", "1", "decay-steps"),
            ScheduleOptions.Staircase,
        ],
        Source = "Bottou, Stochastic gradient descent tricks, 2012",
        Caveats = "Falls fast: with factor 0.95 a hundredth is left after 90 steps.",
        Create = options => new ExponentialDecay(options.Number("factor"), options.Integer("period"), options.Flag("staircase")),
    };

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
        => initialRate * PortableMath.Power(factor, ScheduleOptions.Periods(step, period, staircase));
}
