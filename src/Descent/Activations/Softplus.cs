namespace Descent;

/// <summary>
/// log(1 + exp(beta x)) / beta, the smooth form of relu. Derivative sigmoid(beta x). With a threshold, x itself where beta x is above it.
/// </summary>
/// <remarks>Source: Dugas et al., Incorporating second-order functional knowledge for better option pricing, NIPS 2000.</remarks>
/// <param name="beta">How sharp the bend at 0 is.</param>
/// <param name="threshold">Where beta x is above this, the output is x; infinity: nowhere.</param>
public sealed class Softplus(double beta = 1, double threshold = double.PositiveInfinity) : Layer
{
    /// <summary>How softplus describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "softplus",
        Summary = "The smooth form of relu; makes a positive number of any number, for a variance or a rate.",
        Expression = default(SoftplusFunction).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("beta", OptionKind.Number, "how sharp the bend at 0 is", "1")
            {
                Minimum = 0, AboveMinimum = true, Positional = true,
            },
            new Option("threshold", OptionKind.Number, "where beta x is above this the output is x, or none", "none"),
        ],
        Range = "(0, infinity)",
        Source = "Dugas, Bengio, Belisle, Nadeau and Garcia, Incorporating second-order functional knowledge for better option "
            + "pricing, NIPS 2000",
        Caveats = "Computed without overflow, so a threshold is not needed and there is none unless asked for; PyTorch has one at 20. "
            + "The value jumps there.",
        Create = options => _ => new Softplus(
            options.Number("beta"), options.IsNone("threshold") ? double.PositiveInfinity : options.Number("threshold")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"softplus {beta}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var scaled = beta == 1 ? input : input * beta;
        var smooth = beta == 1 ? input.Softplus() : scaled.Softplus() * (1 / beta);
        return double.IsPositiveInfinity(threshold) ? smooth : Tensor.Where(scaled.GreaterThan(threshold), input, smooth);
    }
}
