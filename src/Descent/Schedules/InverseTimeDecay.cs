namespace Descent;

/// <summary>rate(k) = rate / (1 + decay k / period); staircase floors the quotient k / period.</summary>
/// <remarks>Source: the rates for which Robbins and Monro, 1951, proved that stochastic approximation converges.</remarks>
public sealed class InverseTimeDecay : Schedule
{
    private readonly double decay;
    private readonly int period;
    private readonly bool staircase;

    /// <summary>Makes the schedule.</summary>
    /// <param name="decay">How fast the rate falls: after 1 / decay periods it is half.</param>
    /// <param name="period">The number of steps in a period.</param>
    /// <param name="staircase">Whether the rate changes only after whole periods.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public InverseTimeDecay(double decay = 0.1, int period = 1, bool staircase = false)
    {
        this.decay = Hyperparameter.NotNegative(decay, "decay", "0.1");
        this.period = Hyperparameter.Positive(period, "period", "1");
        this.staircase = staircase;
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "inverse-time",
        Aliases = ["inverse-time-decay"],
        Summary = "Divides the rate by a number that grows steadily: falls fast at first, then ever more slowly.",
        FormulaText = "rate(k) = rate / (1 + decay k / period)",
        Options =
        [
            new("decay", OptionKind.Number, "how fast the rate falls: half is left after 1 / decay periods", "0.1")
            {
                Aliases = ["decay-rate"],
                Minimum = 0,
                Positional = true,
            },
            ScheduleOptions.Period("number of steps in a period", "1", "decay-steps"),
            ScheduleOptions.Staircase,
        ],
        Source = "Robbins and Monro, A stochastic approximation method, 1951",
        Caveats = "The only one here whose rates sum to infinity while their squares do not, as the proof of convergence asks.",
        Create = options => new InverseTimeDecay(options.Number("decay"), options.Integer("period"), options.Flag("staircase")),
    };

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
        => initialRate / (1 + (decay * ScheduleOptions.Periods(step, period, staircase)));
}
