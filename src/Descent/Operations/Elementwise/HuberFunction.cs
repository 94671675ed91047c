using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// x^2 / 2 up to |x| = delta, beyond it delta (|x| - delta / 2), written c (x - c / 2) with c = clamp(x, -delta, delta). Derivative c.
/// </summary>
public readonly struct HuberFunction(double delta) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "huber";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
        => Expression.WhereAtLeast(delta, Expression.Abs(x), 0.5 * Expression.Power(x, 2), delta * (Expression.Abs(x) - (delta / 2)));

    /// <inheritdoc/>
    public double Reference(double x) => Math.Abs(x) <= delta ? x * x / 2 : delta * (Math.Abs(x) - (delta / 2));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inside = Inside(x);
        return inside * (x - (inside * Lanes.Broadcast<T>(0.5)));
    }

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Inside(x);

    private Vector512<T> Inside<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Min(Vector512.Max(x, Lanes.Broadcast<T>(-delta)), Lanes.Broadcast<T>(delta));
}
