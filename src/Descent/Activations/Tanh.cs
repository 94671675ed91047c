namespace Descent;

/// <inheritdoc cref="TanhFunction"/>
/// <remarks>Source: LeCun, Bottou, Orr and Mueller, Efficient BackProp, 1998.</remarks>
public sealed class Tanh() : ElementwiseActivation<TanhFunction>(default)
{
    /// <summary>How tanh describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "tanh",
        Summary = "The hyperbolic tangent: a sigmoid around 0, so that outputs have a mean near 0. Initialise weights before it "
            + "with xavier.",
        Expression = default(TanhFunction).Formula(Expression.Variable("x")),
        Range = "(-1, 1)",
        Source = "LeCun, Bottou, Orr and Mueller, Efficient BackProp, 1998",
        Caveats = "Saturates: the derivative is below 1e-3 beyond 4.2, so gradients vanish through many of them.",
        Create = _ => _ => new Tanh(),
    };
}
