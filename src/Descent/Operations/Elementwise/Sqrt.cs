using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The square root; NaN below 0. Derivative 1 / (2 sqrt(x)), infinite at 0.</summary>
public readonly struct SqrtFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "sqrt";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Sqrt(x);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Sqrt(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Sqrt(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.Broadcast<T>(0.5) / y;
}

public sealed partial class Tensor
{
    /// <summary>The square root; NaN below 0. Derivative 1 / (2 sqrt(x)), infinite at 0.</summary>
    public Tensor Sqrt() => Map(default(SqrtFunction));
}
