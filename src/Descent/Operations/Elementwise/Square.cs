using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x * x. Derivative 2 x.</summary>
public readonly struct SquareFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "square";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Power(x, 2);

    /// <inheritdoc/>
    public double Reference(double x) => x * x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x * x;

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x + x;
}

public sealed partial class Tensor
{
    /// <summary>x * x. Derivative 2 x.</summary>
    public Tensor Square() => Map(default(SquareFunction));
}
