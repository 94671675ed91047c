using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// log(x), continued below a floor by its tangent there, log(floor) + x / floor - 1: the logarithm of a probability that may be 0.
/// Derivative 1 / max(x, floor), so bounded by 1 / floor and never 0: a probability of 0 can still be raised.
/// </summary>
public readonly struct TangentLogFunction(double floor) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "tangent log";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.WhereAtLeast(x, floor, Expression.Log(x), (Math.Log(floor) - 1) + (x / floor));

    /// <inheritdoc/>
    public double Reference(double x) => x < floor ? Math.Log(floor) - 1 + (x / floor) : Math.Log(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lowest = Lanes.Broadcast<T>(floor);
        return LanesMath.Log(Vector512.Max(x, lowest)) + ((Vector512.Min(x, lowest) - lowest) * Lanes.Broadcast<T>(1 / floor));
    }

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.One / Vector512.Max(x, Lanes.Broadcast<T>(floor));
}
