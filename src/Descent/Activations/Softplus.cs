namespace Descent;

/// <summary>log(1 + exp(beta x)) / beta, the smooth form of relu. Derivative sigmoid(beta x).</summary>
/// <remarks>Source: Dugas et al., Incorporating second-order functional knowledge for better option pricing, NIPS 2000.</remarks>
/// <param name="beta">How sharp the bend at 0 is.</param>
public sealed class Softplus(double beta = 1) : Layer
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
        ],
        Range = "(0, infinity)",
        Source = "Dugas, Bengio, Belisle, Nadeau and Garcia, Incorporating second-order functional knowledge for better option "
            + "pricing, NIPS 2000",
        Caveats = "Computed without overflow and without a threshold beyond which it would be exactly x.",
        Create = options => _ => new Softplus(options.Number("beta")),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"softplus {beta}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        return beta == 1 ? input.Softplus() : (input * beta).Softplus() * (1 / beta);
    }
}
