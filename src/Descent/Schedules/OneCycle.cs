namespace Descent;

/// <summary>
/// One cycle over the whole training: from rate / startDivisor up to the rate, and down to rate / (startDivisor endDivisor). With momentum,
/// that runs
/// the other way, from high to low and back.
/// </summary>
/// <remarks>
/// The rate is the largest. The way up takes the steps to rise steps - 1; with three phases as many go down to the start again, and the
/// rest on to the
/// end. Source: Smith and Topin, Super-convergence, 2018.
/// </remarks>
public sealed class OneCycle : Schedule
{
    private readonly int? steps;
    private readonly double rise;
    private readonly double startDivisor;
    private readonly double endDivisor;
    private readonly bool linear;
    private readonly bool threePhases;
    private readonly MomentumRange? momentum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">The steps of the cycle; null for the length of the training. After it the rate stays.</param>
    /// <param name="rise">The part of the steps on the way up, between 0 and 1.</param>
    /// <param name="startDivisor">What the rate is divided by at the start.</param>
    /// <param name="endDivisor">What the first rate is divided by at the end.</param>
    /// <param name="linear">Whether the ways are straight lines instead of halves of a cosine's wave.</param>
    /// <param name="threePhases">Whether the way down is as long as the way up, and a third part leads on to the end.</param>
    /// <param name="momentum">The momentum's range; null to leave it alone.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public OneCycle(
        int? steps = null,
        double rise = 0.3,
        double startDivisor = 25,
        double endDivisor = 1e4,
        bool linear = false,
        bool threePhases = false,
        MomentumRange? momentum = null)
    {
        this.steps = ScheduleOptions.Checked(steps, "number of steps");
        this.rise = Hyperparameter.Share(rise, "part of the way up", "0.3");
        this.startDivisor = Hyperparameter.Positive(startDivisor, "divisor at the start", "25");
        this.endDivisor = Hyperparameter.Positive(endDivisor, "divisor at the end", "10000");
        (this.linear, this.threePhases, this.momentum) = (linear, threePhases, momentum);
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "one-cycle",
        Aliases = ["onecycle", "1cycle"],
        Summary = "Up to a large rate and down to a tiny one, once over the training: often reaches a good model in few epochs.",
        FormulaText = "rate / start-divisor up to rate at k = rise steps - 1, then down to rate / (start-divisor end-divisor) at steps - 1",
        Options =
        [
            new("steps", OptionKind.Integer, "steps of the cycle; none: the length of the training", "none")
            {
                Aliases = ["total-steps", "period"],
                Minimum = 1,
                Positional = true,
            },
            new("rise", OptionKind.Number, "part of the steps on the way up", "0.3")
            {
                Aliases = ["pct-start"],
                Minimum = 0,
                Maximum = 1,
                BelowMaximum = true,
            },
            new("start-divisor", OptionKind.Number, "what the rate is divided by at the start", "25")
            {
                Aliases = ["div-factor"],
                Minimum = 0,
                AboveMinimum = true,
            },
            new("end-divisor", OptionKind.Number, "what the first rate is divided by at the end", "10000")
            {
                Aliases = ["final-div-factor"],
                Minimum = 0,
                AboveMinimum = true,
            },
            new("linear", OptionKind.Flag, "straight lines instead of halves of a cosine's wave", "false"),
            new("three-phase", OptionKind.Flag, "down as long as up, then on to the end", "false"),
            .. MomentumRange.Options,
        ],
        Source = "Smith and Topin, Super-convergence: very fast training of neural networks using large learning rates, 2018",
        Caveats = "The optimizer's rate is the largest of the cycle: give one several times what a constant rate would bear. A training "
            + "that stops early "
            + "stops at a large rate.",
        Create = options => new OneCycle(
            ScheduleOptions.Open(options, "steps"),
            options.Number("rise"),
            options.Number("start-divisor"),
            options.Number("end-divisor"),
            options.Flag("linear"),
            options.Flag("three-phase"),
            MomentumRange.Of(options)),
    };

    /// <inheritdoc/>
    public override int? Length => steps;

    /// <inheritdoc/>
    public override Schedule Over(int steps)
        => this.steps is null ? new OneCycle(steps, rise, startDivisor, endDivisor, linear, threePhases, momentum) : this;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
    {
        var start = initialRate / startDivisor;
        return At(step, start, initialRate, start, start / endDivisor);
    }

    /// <inheritdoc/>
    protected override double? ComputeMomentum(int step)
        => momentum is { } range ? At(step, range.High, range.Low, range.High, range.High) : null;

    private double At(int step, double start, double peak, double back, double end)
    {
        var last = ScheduleOptions.Known(steps, "one-cycle") - 1.0;
        var top = Math.Max(0, (rise * (last + 1)) - 1);
        var foot = threePhases ? Math.Min(last, Math.Max(top, (2 * rise * (last + 1)) - 2)) : last;
        return step <= top ? Between(start, peak, step, top)
            : step <= foot ? Between(peak, threePhases ? back : end, step - top, foot - top)
            : Between(threePhases ? back : end, end, step - foot, last - foot);
    }

    private double Between(double from, double to, double step, double length)
    {
        var part = length > 0 ? Math.Min(1, step / length) : 1;
        return linear ? from + ((to - from) * part) : to + ((from - to) * (1 + Kernels.PortableMath.CosPi(part)) / 2);
    }
}
