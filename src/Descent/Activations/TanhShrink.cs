using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x - tanh(x). Derivative tanh(x)^2.</summary>
public readonly struct TanhShrinkFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "tanh-shrink";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x - Expression.Tanh(x);
    }

    /// <inheritdoc/>
    public double Reference(double x) => x - Math.Tanh(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x - LanesMath.Tanh(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tanh = LanesMath.Tanh(x);
        return tanh * tanh;
    }
}

/// <inheritdoc cref="TanhShrinkFunction"/>
/// <remarks>Source: Kavukcuoglu, Ranzato and LeCun, Fast inference in sparse coding algorithms, 2008.</remarks>
public sealed class TanhShrink() : ElementwiseActivation<TanhShrinkFunction>(default)
{
    /// <summary>How tanh-shrink describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "tanh-shrink",
        Summary = "A smooth soft-shrink: flat around 0 and one nearer to 0 far from it, for sparse codes.",
        Expression = default(TanhShrinkFunction).Formula(Expression.Variable("x")),
        Range = "(-infinity, infinity)",
        Source = "Kavukcuoglu, Ranzato and LeCun, Fast inference in sparse coding algorithms, 2008",
        Caveats = "The gradient vanishes at 0, as x^2. Near 0, where the value is x^3/3, it is exact to the rounding of x only.",
        Create = _ => _ => new TanhShrink(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="TanhShrinkFunction"/>
    public Tensor TanhShrink() => Map(default(TanhShrinkFunction));
}
