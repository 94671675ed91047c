using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct MaximumFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Max(a, b);
}

/// <summary>max(a, b) for each pair of elements. The gradient goes to the larger; where they are equal it goes to a.</summary>
internal sealed class MaximumOperation : BinaryOperation<MaximumFunction>
{
    public override string Name => "maximum";

    private protected override Tensor First(Tensor g, Tensor a, Tensor b) => g.Keep(a.AtLeast(b));

    private protected override Tensor Second(Tensor g, Tensor a, Tensor b, Tensor c) => g.Keep(b.GreaterThan(a));
}

public sealed partial class Tensor
{
    /// <summary>The larger of each pair of elements. The gradient goes to the larger; where they are equal, to <paramref name="a"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Maximum(Tensor a, Tensor b) => new MaximumOperation().Apply(a, b)[0];

    /// <summary>The smaller of each pair of elements. The gradient goes to the smaller; where they are equal, to <paramref name="a"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Minimum(Tensor a, Tensor b) => -Maximum(-a, -b);
}
