using System.Runtime.InteropServices;

namespace Descent;

/// <summary>
/// Elements [start, start + length) of one axis. Along the outermost axis a view, else a copy. Gradient: g between zeros.
/// </summary>
internal sealed class SliceOperation(int axis, int start, int length) : Operation
{
    public override string Name => "slice";

    /// <summary>The axis, and where the slice begins.</summary>
    public (int Axis, int Start) Place => (axis, start);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var shape = inputs[0].Shape;
        return start >= 0 && length >= 0 && length <= shape[axis] - start
            ? [new(shape.With(axis, length), inputs[0].Type)]
            : throw new ShapeException($"slice: [{start}, {(long)start + length}) is not within axis {axis} of the shape {shape}.");
    }

    private protected override Tensor Allocate(TensorSpec spec, ReadOnlySpan<Tensor> inputs, int output)
        => axis == 0
            ? new Tensor(spec.Shape, spec.Type, inputs[0].Storage, inputs[0].Offset + (start * inputs[0].Shape.Product(1, inputs[0].Shape.Rank)))
            : base.Allocate(spec, inputs, output);

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (axis == 0)
        {
            return;
        }

        StridedCopy.Run(inputs[0], outputs[0], axis, start, 0, length);
    }

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => axis == 0 ? default : OperationCost.OfTraffic(outputs, outputs);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new PadOperation(axis, start, entry.Inputs[0].Shape[axis]).Apply(outputGradients[0]!)[0]];
}

/// <summary>The input between zeros along one axis, so that its elements start at <c>start</c> of <c>length</c>. Gradient: the slice of g.</summary>
internal sealed class PadOperation(int axis, int start, int length) : Operation
{
    public override string Name => "pad";

    /// <summary>The axis, and where the input begins on it.</summary>
    public (int Axis, int Start) Place => (axis, start);

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape.With(axis, length), inputs[0].Type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        StridedCopy.Clear(outputs[0]);
        StridedCopy.Run(inputs[0], outputs[0], axis, 0, start, inputs[0].Shape[axis]);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [outputGradients[0]!.Slice(axis, start, entry.Inputs[0].Shape[axis])];
}

/// <summary>Copies a range of one axis from one tensor to another, whatever the element type.</summary>
internal static class StridedCopy
{
    public static void Run(Tensor from, Tensor to, int axis, int fromStart, int toStart, int length)
    {
        var outer = from.Shape.Product(0, axis);
        var inner = from.Shape.Product(axis + 1, from.Shape.Rank) * from.Type.Size();
        var source = Bytes(from);
        var target = Bytes(to);
        for (var row = 0; row < outer; row++)
        {
            source.Slice(((row * from.Shape[axis]) + fromStart) * inner, length * inner)
                .CopyTo(target[(((row * to.Shape[axis]) + toStart) * inner)..]);
        }
    }

    public static void All(Tensor from, Tensor to)
    {
        Bytes(from).CopyTo(Bytes(to));
        GC.KeepAlive(from);
    }

    public static bool Same(Tensor first, Tensor second)
    {
        var same = Bytes(first).SequenceEqual(Bytes(second));
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        return same;
    }

    public static void Clear(Tensor tensor) => Bytes(tensor).Clear();

    private static Span<byte> Bytes(Tensor tensor) => tensor.Type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(tensor.Span<float>()),
        ElementType.Float64 => MemoryMarshal.AsBytes(tensor.Span<double>()),
        _ => MemoryMarshal.AsBytes(tensor.Span<int>()),
    };
}

public sealed partial class Tensor
{
    /// <summary>Elements [start, start + length) of one axis; along axis 0 a view, else a copy.</summary>
    /// <exception cref="ShapeException">The range is not within the axis.</exception>
    public Tensor Slice(int axis, int start, int length) => new SliceOperation(Shape.Axis(axis), start, length).Apply(this)[0];

    /// <summary>Tensors one after another along an axis.</summary>
    /// <exception cref="ShapeException">The shapes differ in another axis.</exception>
    public static Tensor Concatenate(int axis, params Tensor[] parts) => new ConcatenateOperation(axis).Apply(parts)[0];
}
