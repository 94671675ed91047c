using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>min(max(x, low), high). Derivative 1 strictly inside, 0 outside and at both ends.</summary>
public readonly struct ClampFunction(double low, double high) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "clamp";

    /// <summary>The least value.</summary>
    public double Low => low;

    /// <summary>The largest value.</summary>
    public double High => high;

    /// <inheritdoc/>
    public Expression Formula(Expression x)
        => Expression.WhereGreater(x, low, Expression.WhereGreater(high, x, x, high), low);

    /// <inheritdoc/>
    public double Reference(double x) => double.IsNaN(x) ? x : Math.Clamp(x, low, high);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Min(Vector512.Max(x, Lanes.Broadcast<T>(low)), Lanes.Broadcast<T>(high));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.GreaterThan(x, Lanes.Broadcast<T>(low)) & Vector512.LessThan(x, Lanes.Broadcast<T>(high)) & Vector512<T>.One;
}

public sealed partial class Tensor
{
    /// <summary>Each element held within [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <inheritdoc cref="ClampFunction"/>
    public Tensor Clamp(double low, double high) => Map(new ClampFunction(low, high));
}
