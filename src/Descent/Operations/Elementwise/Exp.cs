using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>exp(x), e to the power of each element. Derivative exp(x).</summary>
public readonly struct ExpFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "exp";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Exp(x);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Exp(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Exp(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => y;
}

public sealed partial class Tensor
{
    /// <summary>exp(x), e to the power of each element. Derivative exp(x).</summary>
    public Tensor Exp() => Map(default(ExpFunction));
}
