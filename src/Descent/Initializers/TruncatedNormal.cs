using Descent.Kernels;

namespace Descent;

/// <summary>The normal distribution without its tails: no value is farther from the mean than some deviations.</summary>
/// <remarks>
/// By inversion, so that element i depends on the key and i alone. Source: Devroye, Non-uniform random variate generation, 1986.
/// </remarks>
public sealed class TruncatedNormal : Initializer
{
    private readonly double deviation;
    private readonly double mean;
    private readonly double bound;

    /// <summary>Makes the initializer.</summary>
    /// <param name="deviation">The standard deviation before the tails are cut; with 2 deviations left it is then 0.8796 of this.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="bound">How many deviations are left on either side, above 0 and at most 6.</param>
    /// <exception cref="SpecificationException">The deviation is negative, the bound outside its range, or one is not finite.</exception>
    public TruncatedNormal(double deviation = 1, double mean = 0, double bound = 2)
    {
        this.deviation = Hyperparameter.NotNegative(deviation, "deviation", "1");
        this.mean = double.IsFinite(mean) ? mean : throw new SpecificationException($"The mean must be finite, not {mean}; 0 is usual.");
        this.bound = bound is > 0 and <= NormalQuantile.Reach
            ? bound
            : throw new SpecificationException(FormattableString.Invariant(
                $"The bound of a truncated normal must be above 0 and at most 6 deviations, not {bound}; 2 is usual."));
    }

    /// <summary>How the initializer describes itself.</summary>
    public static Definition<Initializer> Definition { get; } = new()
    {
        Kind = ConceptKind.Initializer,
        Name = "truncated-normal",
        Aliases = ["trunc-normal"],
        Summary = "Normal without its tails, so that no weight starts far out; the usual choice for transformers on images.",
        FormulaText = "mean + deviation z, z normal given |z| <= bound",
        Options =
        [
            new("deviation", OptionKind.Number, "the standard deviation before the tails are cut", "1")
            {
                Minimum = 0, Positional = true, Aliases = ["std"],
            },
            new("mean", OptionKind.Number, "the mean", "0"),
            new("bound", OptionKind.Number, "how many deviations are left on either side", "2")
            {
                Minimum = 0, AboveMinimum = true, Maximum = NormalQuantile.Reach,
            },
        ],
        Source = "Devroye, Non-uniform random variate generation, 1986; Abadi et al., TensorFlow, 2016",
        Caveats = "The deviation named is that before the tails are cut, as in PyTorch and Keras: with the bound 2 0.8796 of it are left.",
        Create = options => new TruncatedNormal(options.Number("deviation"), options.Number("mean"), options.Number("bound")),
    };

    /// <inheritdoc/>
    public override void Fill(Span<double> values, Shape shape, Fans fans, RandomKey key)
    {
        Distributions.FillTruncated(values, bound, key);
        foreach (ref var value in values)
        {
            value = mean + (deviation * value);
        }
    }
}
