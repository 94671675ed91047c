using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct AddFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => a + b;
}

/// <summary>a + b for each pair of elements. Gradients: g, g.</summary>
internal sealed class AddOperation : BinaryOperation<AddFunction>
{
    public override string Name => "add";

    private protected override Tensor First(Tensor g, Tensor a, Tensor b) => g;

    private protected override Tensor Second(Tensor g, Tensor a, Tensor b, Tensor c) => g;
}

public sealed partial class Tensor
{
    /// <summary>a + b for each pair of elements. Gradients: g, g.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => new AddOperation().Apply(a, b)[0];

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor a, double b) => a + Scalar(b, a.Type);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(double a, Tensor b) => Scalar(a, b.Type) + b;
}
