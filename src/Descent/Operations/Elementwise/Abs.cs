using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The absolute value. Derivative sign(x); at the kink x = 0 it is 0.</summary>
public readonly struct AbsFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "abs";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Abs(x);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Abs(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Abs(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => SignFunction.Of(x);
}

public sealed partial class Tensor
{
    /// <summary>The absolute value. Derivative sign(x); at the kink x = 0 it is 0.</summary>
    public Tensor Abs() => Map(default(AbsFunction));
}
