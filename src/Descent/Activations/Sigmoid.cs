namespace Descent;

/// <inheritdoc cref="SigmoidFunction"/>
/// <remarks>Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.</remarks>
public sealed class Sigmoid() : ElementwiseActivation<SigmoidFunction>(default)
{
    /// <summary>How sigmoid describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "sigmoid",
        Aliases = ["logistic"],
        Summary = "The logistic function 1 / (1 + exp(-x)): turns a logit into a probability, and opens and closes gates.",
        Expression = default(SigmoidFunction).Formula(Expression.Variable("x")),
        Range = "(0, 1)",
        Source = "Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, Nature 1986",
        Caveats = "Saturates: the derivative is at most 1/4 and below 1e-4 beyond 9, so gradients vanish through many of them. "
            + "Not before a loss that expects logits.",
        Create = _ => _ => new Sigmoid(),
    };
}
