using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct GreaterFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.GreaterThan(a, b) & Vector512<T>.One;
}

internal readonly struct AtLeastFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.GreaterThanOrEqual(a, b) & Vector512<T>.One;
}

/// <summary>1 where a comparison holds, else 0. No gradient flows: a mask is constant almost everywhere.</summary>
internal sealed class CompareOperation<TFunction>(string name) : BinaryOperation<TFunction>
    where TFunction : struct, IBinaryFunction
{
    public override string Name => name;

    protected internal override bool IsDifferentiable(int output) => false;

    private protected override Tensor First(Tensor g, Tensor a, Tensor b) => throw new InvalidOperationException("A mask has no gradient.");

    private protected override Tensor Second(Tensor g, Tensor a, Tensor b, Tensor c) => throw new InvalidOperationException("A mask has no gradient.");
}

public sealed partial class Tensor
{
    /// <summary>1 where a > b, else 0 (also where one is NaN). No gradient flows.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor GreaterThan(Tensor other) => new CompareOperation<GreaterFunction>("greater").Apply(this, other)[0];

    /// <inheritdoc cref="GreaterThan(Tensor)"/>
    public Tensor GreaterThan(double other) => GreaterThan(Scalar(other, Type));

    /// <summary>1 where a >= b, else 0 (also where one is NaN). No gradient flows.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor AtLeast(Tensor other) => new CompareOperation<AtLeastFunction>("at least").Apply(this, other)[0];

    /// <inheritdoc cref="AtLeast(Tensor)"/>
    public Tensor AtLeast(double other) => AtLeast(Scalar(other, Type));
}
