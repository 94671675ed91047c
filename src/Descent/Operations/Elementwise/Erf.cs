using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. Derivative 2/sqrt(pi) exp(-x^2).</summary>
public readonly struct ErfFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public string Name => "erf";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Erf(x);

    /// <inheritdoc/>
    public double Reference(double x) => PortableMath.Erf(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Erf(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Exp(-(x * x)) * Lanes.Broadcast<T>(1.1283791670955126);
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="ErfFunction"/>
    public Tensor Erf() => Map(default(ErfFunction));
}
