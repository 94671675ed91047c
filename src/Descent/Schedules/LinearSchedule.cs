namespace Descent;

/// <summary>rate(k) = rate (start + (end - start) min(k, period) / period): a straight line, then level.</summary>
/// <remarks>Source: the linear decay of Devlin et al., BERT, NAACL 2019, and of most libraries.</remarks>
public sealed class LinearSchedule : Schedule
{
    private readonly int? period;
    private readonly double start;
    private readonly double end;

    /// <summary>Makes the schedule.</summary>
    /// <param name="period">The number of steps that the line takes; null for the length of the training.</param>
    /// <param name="start">The share of the rate at the start.</param>
    /// <param name="end">The share of the rate at the end.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public LinearSchedule(int? period = null, double start = 1, double end = 0)
    {
        this.period = ScheduleOptions.Checked(period, "period");
        this.start = Hyperparameter.NotNegative(start, "share at the start", "1");
        this.end = Hyperparameter.NotNegative(end, "share at the end", "0");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "linear",
        Aliases = ["linear-decay"],
        Summary = "A straight line from one share of the rate to another: down to 0 over the training, unless said otherwise.",
        FormulaText = "rate(k) = rate (start + (end - start) min(k, period) / period)",
        Options =
        [
            ScheduleOptions.Period("number of steps that the line takes; none: the length of the training", "none", "steps", "total-iters"),
            ScheduleOptions.Share("start", "share of the rate at the start", "1", "start-factor"),
            ScheduleOptions.Share("end", "share of the rate at the end", "0", "end-factor"),
        ],
        Source = "Devlin et al., BERT: pre-training of deep bidirectional transformers, NAACL 2019",
        Caveats = "With start 0 the first step does nothing; warmup starts above 0.",
        Create = options => new LinearSchedule(ScheduleOptions.Open(options, "period"), options.Number("start"), options.Number("end")),
    };

    /// <inheritdoc/>
    public override int? Length => period;

    /// <inheritdoc/>
    public override Schedule Over(int steps) => period is null ? new LinearSchedule(steps, start, end) : this;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
    {
        var length = ScheduleOptions.Known(period, "linear");
        return initialRate * (start + ((end - start) * Math.Min(step, length) / length));
    }
}
