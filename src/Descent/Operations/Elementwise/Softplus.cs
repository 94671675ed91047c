using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>log(1 + exp(x)) without overflow, the smooth form of max(0, x). Derivative sigmoid(x).</summary>
public readonly struct SoftplusFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "softplus";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Softplus(x);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Softplus(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Sigmoid(x);
}

public sealed partial class Tensor
{
    /// <summary>log(1 + exp(x)) without overflow, the smooth form of max(0, x). Derivative sigmoid(x).</summary>
    public Tensor Softplus() => Map(default(SoftplusFunction));
}
