using Descent.Kernels;

namespace Descent;

/// <summary>rate(k) = minimum + (rate - minimum) (1 - min(k, period) / period)^power, then level.</summary>
/// <remarks>Source: the poly rule of Chen et al., DeepLab, TPAMI 2018; Keras and PyTorch have it.</remarks>
public sealed class PolynomialDecay : Schedule
{
    private readonly int? period;
    private readonly double power;
    private readonly double minimum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="period">The number of steps until the minimum; null for the length of the training.</param>
    /// <param name="power">The exponent: 1 is a line, more falls faster at first.</param>
    /// <param name="minimum">The rate at the end.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public PolynomialDecay(int? period = null, double power = 1, double minimum = 0)
    {
        this.period = ScheduleOptions.Checked(period, "period");
        this.power = Hyperparameter.Positive(power, "power", "1");
        this.minimum = Hyperparameter.NotNegative(minimum, "minimum", "0");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "polynomial",
        Aliases = ["polynomial-decay", "poly"],
        Summary = "A power of the part of training that is left; with power 0.9 the usual rule of segmentation.",
        FormulaText = "rate(k) = minimum + (rate - minimum) (1 - min(k, period) / period)^power",
        Options =
        [
            ScheduleOptions.Period("number of steps until the minimum; none: the length of the training", "none", "steps", "total-iters"),
            new("power", OptionKind.Number, "exponent: 1 is a line, more falls faster at first", "1") { Minimum = 0, AboveMinimum = true },
            ScheduleOptions.Minimum,
        ],
        Source = "Chen et al., DeepLab: semantic image segmentation with deep convolutional nets, TPAMI 2018",
        Caveats = "A power below 1 keeps the rate high and drops it steeply at the very end.",
        Create = options => new PolynomialDecay(
            ScheduleOptions.Open(options, "period"), options.Number("power"), options.Number("minimum")),
    };

    /// <inheritdoc/>
    public override int? Length => period;

    /// <inheritdoc/>
    public override Schedule Over(int steps) => period is null ? new PolynomialDecay(steps, power, minimum) : this;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
    {
        var length = ScheduleOptions.Known(period, "polynomial");
        var left = 1 - (Math.Min(step, length) / (double)length);
        return minimum + ((initialRate - minimum) * (left > 0 ? PortableMath.Power(left, power) : 0));
    }
}
