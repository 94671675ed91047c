namespace Descent;

/// <summary>
/// <see cref="CosineDecay"/> in periods that each start at the full rate again and are each <c>factor</c> times as long as the one
/// before.
/// </summary>
/// <remarks>Source: Loshchilov and Hutter, ICLR 2017.</remarks>
public sealed class CosineRestarts : Schedule
{
    private readonly int period;
    private readonly int factor;
    private readonly double minimum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="period">The number of steps in the first period (T_0).</param>
    /// <param name="factor">How many times as long each next period is (T_mult).</param>
    /// <param name="minimum">The rate that each period falls to.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public CosineRestarts(int period, int factor = 1, double minimum = 0)
    {
        this.period = Hyperparameter.Positive(period, "period", "10");
        this.factor = Hyperparameter.Positive(factor, "factor", "2");
        this.minimum = Hyperparameter.NotNegative(minimum, "minimum", "0");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "cosine-restarts",
        Aliases = ["warm-restarts", "sgdr"],
        Summary = "Cosine decay that starts again at the full rate after each period; the model is best at the end of one.",
        FormulaText = "rate(k) = minimum + (rate - minimum) (1 + cos(pi j / T)) / 2, j = steps since the restart, T = period "
            + "factor^restarts",
        Options =
        [
            ScheduleOptions.Period("number of steps in the first period", null, "t-0"),
            new("factor", OptionKind.Integer, "how many times as long each next period is", "1") { Aliases = ["t-mult"], Minimum = 1 },
            ScheduleOptions.Minimum,
        ],
        Source = "Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017",
        Caveats = "The loss jumps at each restart; stop at the end of a period, not in the middle of one.",
        Create = options => new CosineRestarts(options.Integer("period"), options.Integer("factor"), options.Number("minimum")),
    };

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
    {
        var (since, length) = factor == 1 ? (step % period, period) : ((long)step, (long)period);
        while (since >= length)
        {
            since -= length;
            length *= factor;
        }

        return minimum + ((initialRate - minimum) * CosineDecay.Share(since, length));
    }
}
