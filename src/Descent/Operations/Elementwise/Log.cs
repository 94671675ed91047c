using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>log(x), the natural logarithm; -infinity at 0, NaN below. Derivative 1 / x.</summary>
public readonly struct LogFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Log(x);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Log(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Log(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.One / x;
}

public sealed partial class Tensor
{
    /// <summary>log(x), the natural logarithm; -infinity at 0, NaN below. Derivative 1 / x.</summary>
    public Tensor Log() => Map(default(LogFunction));
}
