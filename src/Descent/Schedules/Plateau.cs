namespace Descent;

/// <summary>
/// Multiplies the rate by a factor when the loss has not improved for more than a few reports: a function of all losses so far, so there is
/// no state
/// to save.
/// </summary>
/// <remarks>
/// Improved means below best (1 - threshold), or below best - threshold if that is absolute; above best (1 + threshold) or best + threshold
/// where
/// higher is better. After a drop the next <c>cooldown</c> reports do not count against it. Source: the usual practice, as PyTorch and
/// Keras have it.
/// </remarks>
public sealed class Plateau : Schedule
{
    // A drop by less than this is not worth one.
    private const double LeastChange = 1e-8;

    private readonly double factor;
    private readonly int patience;
    private readonly double threshold;
    private readonly bool absolute;
    private readonly int cooldown;
    private readonly double minimum;
    private readonly bool higherIsBetter;

    /// <summary>Makes the schedule.</summary>
    /// <param name="factor">What the rate is multiplied by, in (0, 1).</param>
    /// <param name="patience">How many reports in a row may bring no improvement before the rate drops.</param>
    /// <param name="threshold">By how much a report must improve on the best to count, as a share of the best.</param>
    /// <param name="absolute">Whether the threshold is a difference instead.</param>
    /// <param name="cooldown">How many reports after a drop do not count.</param>
    /// <param name="minimum">The lowest rate.</param>
    /// <param name="higherIsBetter">For loops of your own that report an accuracy: a <see cref="Trainer"/> reports losses.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Plateau(
        double factor = 0.1,
        int patience = 10,
        double threshold = 1e-4,
        bool absolute = false,
        int cooldown = 0,
        double minimum = 0,
        bool higherIsBetter = false)
    {
        this.factor = Hyperparameter.Positive(Hyperparameter.Share(factor, "factor", "0.1"), "factor", "0.1");
        this.patience = (int)Hyperparameter.NotNegative(patience, "patience", "10");
        this.threshold = Hyperparameter.NotNegative(threshold, "threshold", "0.0001");
        this.cooldown = (int)Hyperparameter.NotNegative(cooldown, "cooldown", "0");
        this.minimum = Hyperparameter.NotNegative(minimum, "minimum", "0");
        (this.absolute, this.higherIsBetter) = (absolute, higherIsBetter);
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "plateau",
        Aliases = ["reduce-on-plateau"],
        Summary = "Lowers the rate whenever the validation loss (the training loss without one) has stood still for some epochs.",
        FormulaText = "rate = max(rate factor, minimum) after more than patience reports in a row that are not below best (1 - threshold)",
        Options =
        [
            ScheduleOptions.Factor("what the rate is multiplied by", "0.1") with { Maximum = 1, BelowMaximum = true },
            new("patience", OptionKind.Integer, "reports in a row without improvement that are borne", "10")
            {
                Minimum = 0,
                Positional = true,
            },
            new("threshold", OptionKind.Number, "improvement that counts, as a share of the best", "0.0001") { Minimum = 0 },
            new("absolute", OptionKind.Flag, "the threshold is a difference instead", "false"),
            new("cooldown", OptionKind.Integer, "reports after a drop that do not count", "0") { Minimum = 0 },
            ScheduleOptions.Minimum,
        ],
        Source = "ReduceLROnPlateau of Keras and PyTorch",
        Caveats = "Give early stopping more patience than this, or it stops before the lower rate can help. Without a validation part it "
            + "looks at the "
            + "training loss, which mostly keeps falling.",
        Create = options => new Plateau(
            options.Number("factor"),
            options.Integer("patience"),
            options.Number("threshold"),
            options.Flag("absolute"),
            options.Integer("cooldown"),
            options.Number("minimum")),
    };

    /// <inheritdoc/>
    public override bool GoesByLosses => true;

    /// <summary>The rate before any report.</summary>
    protected override double Compute(double initialRate, int step) => initialRate;

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step, IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        var (rate, best, bad, cooling) = (initialRate, double.PositiveInfinity, 0, 0);
        foreach (var reported in losses)
        {
            var value = higherIsBetter ? -reported : reported;
            if (value < Bound(best))
            {
                (best, bad) = (value, 0);
            }
            else
            {
                bad++;
            }

            if (cooling > 0)
            {
                cooling--;
                bad = 0;
            }

            if (bad > patience)
            {
                var lower = Math.Max(rate * factor, minimum);
                rate = rate - lower > LeastChange ? lower : rate;
                (bad, cooling) = (0, cooldown);
            }
        }

        return rate;
    }

    /// <summary>
    /// What a value must be below; the best of accuracies, which are taken with a minus, must be exceeded by a share of its size too.
    /// </summary>
    private double Bound(double best)
        => double.IsInfinity(best) ? best : absolute ? best - threshold : best * (higherIsBetter ? 1 + threshold : 1 - threshold);
}
