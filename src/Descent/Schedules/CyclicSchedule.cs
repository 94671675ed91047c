using Descent.Kernels;

namespace Descent;

/// <summary>How the height of <see cref="CyclicSchedule"/>'s cycles changes.</summary>
public enum CycleHeight
{
    /// <summary>It stays: the triangular policy.</summary>
    Constant,

    /// <summary>Each cycle is half as high as the one before: triangular2.</summary>
    Halving,

    /// <summary>It shrinks by a factor at every step: exp_range.</summary>
    Shrinking,
}

/// <summary>
/// The rate goes from a low share of itself up to itself and back, again and again: low + (rate - low) scale max(0, 1 - distance from the
/// peak).
/// </summary>
/// <remarks>Source: Smith, Cyclical learning rates for training neural networks, WACV 2017.</remarks>
public sealed class CyclicSchedule : Schedule
{
    private readonly int up;
    private readonly int down;
    private readonly double low;
    private readonly CycleHeight height;
    private readonly double factor;
    private readonly MomentumRange? momentum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="up">The steps from low to high.</param>
    /// <param name="down">The steps from high to low; 0 for as many as up.</param>
    /// <param name="low">The share of the rate that each cycle starts from.</param>
    /// <param name="height">How the height of the cycles changes.</param>
    /// <param name="factor">What a shrinking height is multiplied by at every step.</param>
    /// <param name="momentum">The momentum's range; null to leave it alone.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public CyclicSchedule(
        int up = 5,
        int down = 0,
        double low = 0.1,
        CycleHeight height = CycleHeight.Constant,
        double factor = 0.99,
        MomentumRange? momentum = null)
    {
        this.up = Hyperparameter.Positive(up, "number of steps up", "5");
        this.down = down == 0 ? up : Hyperparameter.Positive(down, "number of steps down", "5");
        this.low = Hyperparameter.NotNegative(low, "low share", "0.1");
        this.factor = Hyperparameter.Positive(factor, "factor", "0.99");
        (this.height, this.momentum) = (height, momentum);
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "cyclic",
        Aliases = ["triangular"],
        Summary = "Up and down between a low rate and the full one: no rate needs to be found, only a range that holds it.",
        FormulaText = "rate(k) = low rate + (1 - low) rate scale max(0, 1 - x), x the distance from the cycle's peak, 1 at its ends",
        Options =
        [
            new("up", OptionKind.Integer, "steps from low to high", "5") { Aliases = ["step-size-up"], Minimum = 1, Positional = true },
            new("down", OptionKind.Integer, "steps from high to low; 0: as many as up", "0")
            {
                Aliases = ["step-size-down"],
                Minimum = 0,
                Positional = true,
            },
            ScheduleOptions.Share("low", "share of the rate that each cycle starts from", "0.1"),
            new("mode", OptionKind.Text, "how the height of the cycles changes", "triangular")
            {
                Choices = ["triangular", "triangular2", "exp-range"],
            },
            ScheduleOptions.Factor("what the height is multiplied by at every step, in the mode exp-range", "0.99"),
            .. MomentumRange.Options,
        ],
        Source = "Smith, Cyclical learning rates for training neural networks, WACV 2017",
        Caveats = "The model is best at the end of a cycle: let the training be a whole number of them.",
        Create = options => new CyclicSchedule(
            options.Integer("up"),
            options.Integer("down"),
            options.Number("low"),
            options.Text("mode") switch
            {
                "triangular2" => CycleHeight.Halving,
                "exp-range" => CycleHeight.Shrinking,
                _ => CycleHeight.Constant,
            },
            options.Number("factor"),
            MomentumRange.Of(options)),
    };

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step) => (initialRate * low) + (initialRate * (1 - low) * Height(step));

    /// <inheritdoc/>
    protected override double? ComputeMomentum(int step)
        => momentum is { } range ? range.High - ((range.High - range.Low) * Height(step)) : null;

    /// <summary>How high a step is, from 0 to 1.</summary>
    private double Height(int step)
    {
        var (cycle, within) = Math.DivRem((long)step, (long)up + down);
        var share = within <= up ? (double)within / up : (up + down - within) / (double)down;
        return share * height switch
        {
            CycleHeight.Halving => PortableMath.Power(0.5, (int)cycle),
            CycleHeight.Shrinking => PortableMath.Power(factor, step),
            _ => 1,
        };
    }
}
