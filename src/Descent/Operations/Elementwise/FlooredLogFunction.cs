using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// log(max(x, floor)): the logarithm of a probability that may be 0. Derivative 1 / max(x, floor): below the floor the slope stays that of the floor,
/// so that a probability of 0 can still be raised.
/// </summary>
public readonly struct FlooredLogFunction(double floor) : IElementwiseFunction
{
    /// <inheritdoc/>
    public string Name => "floored log";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Log(Expression.Max(x, floor));

    /// <inheritdoc/>
    public double Reference(double x) => Math.Log(Math.Max(x, floor));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Log(Vector512.Max(x, Lanes.Broadcast<T>(floor)));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.One / Vector512.Max(x, Lanes.Broadcast<T>(floor));
}
