using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>1 / x. Derivative -1 / x^2.</summary>
public readonly struct ReciprocalFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "reciprocal";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => 1.0 / x;

    /// <inheritdoc/>
    public double Reference(double x) => 1 / x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.One / x;

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => -(y * y);
}

public sealed partial class Tensor
{
    /// <summary>1 / x. Derivative -1 / x^2.</summary>
    public Tensor Reciprocal() => Map(default(ReciprocalFunction));
}
