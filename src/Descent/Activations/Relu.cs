using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>max(0, x). Derivative 1 where x > 0, else 0; at the kink x = 0 it is 0.</summary>
public readonly struct ReluFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "relu";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.WhereGreater(x, 0, x, 0);

    /// <inheritdoc/>
    public double Reference(double x) => x < 0 ? 0 : x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), Vector512<T>.Zero, x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.GreaterThan(y, Vector512<T>.Zero) & Vector512<T>.One;
}

/// <inheritdoc cref="ReluFunction"/>
/// <remarks>Source: Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010.</remarks>
public sealed class Relu() : ElementwiseActivation<ReluFunction>(default)
{
    /// <summary>How relu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "relu",
        Summary = "Passes what is positive and stops the rest; the usual choice for hidden layers. Initialise weights before it with he.",
        Expression = default(ReluFunction).Formula(Expression.Variable("x")),
        Range = "[0, infinity)",
        Source = "Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010",
        Caveats = "Not differentiable at 0, where 0 is used. A unit whose input is negative for every sample gets no gradient and "
            + "stays dead; a smaller learning rate or leaky-relu helps.",
        Create = _ => _ => new Relu(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="ReluFunction"/>
    public Tensor Relu() => Map(default(ReluFunction));
}
