using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

internal readonly struct FirstFunction : IBinaryFunction
{
    public Vector512<T> Forward<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => a;
}

/// <summary>The input repeated along missing axes and those of length 1. Gradient: the sum of g over them.</summary>
internal sealed class BroadcastOperation(Shape shape) : FloatingOperation
{
    public override string Name => "broadcast";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => Shape.Broadcast(inputs[0].Shape, shape, Name).Equals(shape)
            ? [new(shape, CommonType(inputs))]
            : throw new ShapeException($"broadcast: {inputs[0].Shape} does not stretch to {shape}.");

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        ReadOnlySpan<T> nothing = [T.Zero];
        Elementwise.ZipBroadcast(
            default(FirstFunction), inputs[0].Span<T>(), inputs[0].Shape.Lengths, nothing, [], outputs[0].Span<T>(), shape.Lengths);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [outputGradients[0]!.SumTo(entry.Inputs[0].Shape)];
}

public sealed partial class Tensor
{
    /// <summary>The elements repeated along missing axes and those of length 1, up to a shape.</summary>
    /// <exception cref="ShapeException">An axis of another length differs from the shape's.</exception>
    public Tensor BroadcastTo(Shape shape) => Shape.Equals(shape) ? this : new BroadcastOperation(shape).Apply(this)[0];
}
