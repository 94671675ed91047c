using Descent.Kernels;

namespace Descent;

/// <summary>
/// rate(k) = minimum + (rate - minimum) (1 + cos(pi k / period)) / 2: level, then falling, then level; after the period it rises
/// again.
/// </summary>
/// <remarks>Source: Loshchilov and Hutter, ICLR 2017.</remarks>
public sealed class CosineDecay : Schedule
{
    private readonly int? period;
    private readonly double minimum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="period">The number of steps until the minimum; null for the length of the training.</param>
    /// <param name="minimum">The rate there.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public CosineDecay(int? period = null, double minimum = 0)
    {
        this.period = ScheduleOptions.Checked(period, "period");
        this.minimum = Hyperparameter.NotNegative(minimum, "minimum", "0");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "cosine",
        Aliases = ["cosine-annealing"],
        Summary = "Half a wave of the cosine from the rate down to a minimum at the end of training; a good default.",
        FormulaText = "rate(k) = minimum + (rate - minimum) (1 + cos(pi k / period)) / 2",
        Options =
        [
            ScheduleOptions.Period("number of steps until the minimum; none: the length of the training", "none", "steps", "t-max"),
            ScheduleOptions.Minimum,
        ],
        Source = "Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017",
        Caveats = "Training for longer than the period makes the rate rise again.",
        Create = options => new CosineDecay(ScheduleOptions.Open(options, "period"), options.Number("minimum")),
    };

    /// <inheritdoc/>
    public override int? Length => period;

    /// <inheritdoc/>
    public override Schedule Over(int steps) => period is null ? new CosineDecay(steps, minimum) : this;

    /// <summary>The share of the way from the minimum to the rate, 1 at step 0 and 0 after a period.</summary>
    internal static double Share(long step, long period) => (1 + PortableMath.CosPi((double)(step % (2 * period)) / period)) / 2;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
        => minimum + ((initialRate - minimum) * Share(step, ScheduleOptions.Known(period, "cosine")));
}
