using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The hyperbolic tangent, between -1 and 1. Derivative 1 - y^2.</summary>
public readonly struct TanhFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "tanh";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Tanh(x);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Tanh(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Tanh(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.MultiplyAdd(-y, y, Vector512<T>.One);
}

public sealed partial class Tensor
{
    /// <summary>The hyperbolic tangent, between -1 and 1. Derivative 1 - y^2.</summary>
    public Tensor Tanh() => Map(default(TanhFunction));
}
