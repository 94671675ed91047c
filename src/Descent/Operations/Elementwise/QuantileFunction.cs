using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// The pinball function of an error x: q x above 0, (q - 1) x below. Derivative q above 0, q - 1 below; at the kink x = 0 it is 0.
/// </summary>
public readonly struct QuantileFunction(double quantile) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "quantile";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
        => Expression.WhereGreater(x, 0, quantile * x, Expression.WhereGreater(0, x, (quantile - 1) * x, 0 * x));

    /// <inheritdoc/>
    public double Reference(double x) => x > 0 ? quantile * x : (quantile - 1) * x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x * Slope(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<T>.Zero), Vector512<T>.Zero, Slope(x));

    private Vector512<T> Slope<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero), Lanes.Broadcast<T>(quantile), Lanes.Broadcast<T>(quantile - 1));
}
