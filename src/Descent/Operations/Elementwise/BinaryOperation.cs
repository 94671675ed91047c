using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>c = f(a, b) for each pair of elements of two tensors that broadcast.</summary>
internal abstract class BinaryOperation<TFunction> : FloatingOperation, IEpilogueStep
    where TFunction : struct, IBinaryFunction
{
    internal sealed override bool CanOverwrite(int input) => true;

    bool IEpilogueStep.CanFollow(int through, ReadOnlySpan<Operand> inputs, int rowLength)
    {
        var (result, other) = (inputs[through].Shape, inputs[1 - through].Shape);
        return result.Equals(other) || IsRow(other, result, rowLength);
    }

    unsafe Epilogue<T> IEpilogueStep.Epilogue<T>(int through, ReadOnlySpan<Tensor> inputs, int rowLength)
    {
        var other = inputs[1 - through];
        return new ZipEpilogue<T, TFunction>(default, other.Pointer<T>(), other.Count == rowLength ? 0 : rowLength, otherFirst: through == 1);
    }

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => [new(Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name), CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (a, b, c) = (inputs[0], inputs[1], outputs[0]);
        Elementwise.ZipBroadcast(
            default(TFunction), a.Span<T>(), a.Shape.Lengths, b.Span<T>(), b.Shape.Lengths, c.Span<T>(), c.Shape.Lengths);
    }

    protected internal sealed override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (a, b, g) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        return
        [
            a.RequiresGradient ? First(g, a, b).SumTo(a.Shape) : null,
            b.RequiresGradient ? Second(g, a, b, entry.Outputs[0]).SumTo(b.Shape) : null,
        ];
    }

    /// <summary>The gradient for a, before the sum over the axes that it was stretched along.</summary>
    private protected abstract Tensor First(Tensor g, Tensor a, Tensor b);

    /// <summary>The gradient for b, likewise.</summary>
    private protected abstract Tensor Second(Tensor g, Tensor a, Tensor b, Tensor c);

    /// <summary>Whether the other is one row that repeats in every row of the result.</summary>
    private static bool IsRow(Shape other, Shape result, int rowLength)
        => other.Count == rowLength && other.Rank > 0 && other[-1] == rowLength && result.Rank > 0 && result[-1] == rowLength;
}
