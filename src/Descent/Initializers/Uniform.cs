using Descent.Kernels;

namespace Descent;

/// <summary>Uniform between two given numbers, whatever the fans.</summary>
public sealed class Uniform : Initializer
{
    private readonly double low;
    private readonly double high;

    /// <summary>Makes the initializer.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest value; it is not reached itself.</param>
    /// <exception cref="SpecificationException">The lower bound is above the upper one, or one is not finite.</exception>
    public Uniform(double low = -0.05, double high = 0.05)
        => (this.low, this.high) = low <= high && double.IsFinite(high - low)
            ? (low, high)
            : throw new SpecificationException(FormattableString.Invariant(
                $"The initializer 'uniform' needs finite numbers low <= high, not {low} and {high}; -0.05 and 0.05 are usual."));

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "uniform",
        Aliases = ["random-uniform"],
        Summary = "Uniform between two given numbers, whatever the fans.",
        FormulaText = "low <= value < high",
        Options =
        [
            new("low", OptionKind.Number, "the least value", "-0.05") { Positional = true, Aliases = ["minval"] },
            new("high", OptionKind.Number, "the largest value", "0.05") { Positional = true, Aliases = ["maxval"] },
        ],
        Source = "Rumelhart, Hinton and Williams, Learning internal representations by error propagation, 1986",
        Caveats = "Signals grow or shrink with every layer unless the bounds fit the fans: he and xavier choose them.",
        Create = options => new Uniform(options.Number("low"), options.Number("high")),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        key.FillUniform(values);
        foreach (ref var value in values)
        {
            value = low + (value * (high - low));
        }
    }
}
