using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>exp(x) - 1, without losing the digits of a small x. Derivative exp(x).</summary>
public readonly struct Expm1Function : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "expm1";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Exp(x) - 1;

    /// <inheritdoc/>
    public double Reference(double x)
        => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Expm1(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Exp(x);
}

public sealed partial class Tensor
{
    /// <summary>exp(x) - 1, without losing the digits of a small x. Derivative exp(x).</summary>
    public Tensor Expm1() => Map(default(Expm1Function));
}
