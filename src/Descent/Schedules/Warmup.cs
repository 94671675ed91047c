namespace Descent;

/// <summary>rate(k) = rate min(1, (k + 1) / steps): up to the rate in equal parts, then level.</summary>
/// <remarks>
/// Source: Goyal et al., Accurate, large minibatch SGD, 2017. Mostly followed by another schedule: <see cref="ScheduleSequence"/>.
/// </remarks>
public sealed class Warmup : Schedule
{
    private readonly int steps;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">The number of the step that has the full rate, counted from 1.</param>
    /// <exception cref="SpecificationException">There are no steps.</exception>
    public Warmup(int steps = 5) => this.steps = Hyperparameter.Positive(steps, "number of steps", "5");

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "warmup",
        Aliases = ["linear-warmup", "warm-up"],
        Summary = "Starts small and grows to the full rate in equal parts, while averages and normalisations settle: 'warmup 5 then "
            + "cosine'.",
        FormulaText = "rate(k) = rate min(1, (k + 1) / steps)",
        Options =
        [
            new("steps", OptionKind.Integer, "number of steps until the full rate", "5")
            {
                Aliases = ["warmup-steps"],
                Minimum = 1,
                Positional = true,
            },
        ],
        Source = "Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017",
        Caveats = "Alone it ends at the full rate and stays there.",
        Create = options => new Warmup(options.Integer("steps")),
    };

    /// <inheritdoc/>
    public override int? Length => steps;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step) => step < steps ? initialRate * ((step + 1.0) / steps) : initialRate;
}
