namespace Descent;

/// <summary>min(max(x, 0), 6). Derivative 1 strictly between 0 and 6, 0 outside and at both kinks.</summary>
/// <remarks>Source: Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010.</remarks>
public sealed class Relu6() : ElementwiseActivation<ClampFunction>(new(0, 6))
{
    /// <summary>How relu6 describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "relu6",
        Summary = "Relu that stops at 6, so that outputs fit into few bits; used in networks for small devices.",
        Expression = new ClampFunction(0, 6).Formula(Expression.Variable("x")),
        Range = "[0, 6]",
        Source = "Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010",
        Caveats = "Not differentiable at 0 and 6, where 0 is used. Units can die as those of relu, and at 6 too.",
        Create = _ => _ => new Relu6(),
    };

    /// <inheritdoc/>
    public override string Describe() => Definition.Name;
}
