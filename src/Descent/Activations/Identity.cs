namespace Descent;

/// <summary>x, also known as the linear activation. Derivative 1.</summary>
public sealed class Identity : Layer
{
    /// <summary>How identity describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "identity",
        Aliases = ["linear-activation"],
        Summary = "Leaves its input as it is: the linear activation, for the outputs of a regression.",
        Expression = Expression.Variable("x"),
        Range = "(-infinity, infinity)",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2, 2016",
        Caveats = "Linear layers with nothing but this between them are one linear layer: they cannot learn XOR.",
        Create = _ => _ => new Identity(),
    };

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input, Pass pass) => input;
}
