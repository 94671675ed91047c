namespace Descent;

/// <summary>The same rate at every step; or factor times the rate for the first steps, then the rate.</summary>
/// <remarks>
/// Source: constant steps are as old as gradient descent (Cauchy, 1847); a small rate first is the warm-up of He et al., CVPR 2016.
/// </remarks>
public sealed class ConstantSchedule : Schedule
{
    private readonly double factor;
    private readonly int steps;

    /// <summary>Makes the schedule.</summary>
    /// <param name="factor">What the rate is multiplied by during the first steps.</param>
    /// <param name="steps">How many steps that lasts; 0 for the plain rate throughout.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public ConstantSchedule(double factor = 1, int steps = 0)
    {
        this.factor = Hyperparameter.Positive(factor, "factor", "0.1");
        this.steps = (int)Hyperparameter.NotNegative(steps, "number of first steps", "5");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "constant",
        Aliases = ["none"],
        Summary = "The same rate throughout; with a factor, that share of it for the first steps as a simple warm-up.",
        FormulaText = "rate(k) = rate factor for k < steps, else rate",
        Options =
        [
            ScheduleOptions.Factor("share of the rate during the first steps", "1"),
            new("steps", OptionKind.Integer, "how many steps have that share", "0") { Aliases = ["total-iters"], Minimum = 0 },
        ],
        Source = "Cauchy, 1847 (constant steps); He et al., Deep residual learning, CVPR 2016 (a small rate first)",
        Caveats = "Stochastic gradients keep a constant rate from settling: a rate that falls ends nearer to the minimum.",
        Create = options => new ConstantSchedule(options.Number("factor"), options.Integer("steps")),
    };

    /// <inheritdoc/>
    public override int? Length => steps > 0 ? steps : null;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step) => step < steps ? initialRate * factor : initialRate;
}
