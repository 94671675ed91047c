using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The logistic function 1 / (1 + exp(-x)), between 0 and 1. Derivative y (1 - y), at most 1/4.</summary>
public readonly struct SigmoidFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "sigmoid";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Sigmoid(x);

    /// <inheritdoc/>
    public double Reference(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Sigmoid(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => y * (Vector512<T>.One - y);
}

public sealed partial class Tensor
{
    /// <summary>The logistic function 1 / (1 + exp(-x)), between 0 and 1. Derivative y (1 - y), at most 1/4.</summary>
    public Tensor Sigmoid() => Map(default(SigmoidFunction));
}
