using Descent.Kernels;

namespace Descent;

/// <summary>
/// C[i] = op(A[i]) op(B[i]), where op transposes or not. Shapes: op(A) [..., m, k], op(B) [..., k, n], C [..., m, n] with equal leading axes.
/// Gradients: g op(B)' for A and op(A)' g for B (transposed where the input was).
/// </summary>
internal sealed class BatchedMatMulOperation(bool transposeA, bool transposeB) : FloatingOperation
{
    public override string Name => "batched matmul";

    /// <summary>Whether each A is transposed.</summary>
    public bool TransposesA => transposeA;

    /// <summary>Whether each B is transposed.</summary>
    public bool TransposesB => transposeB;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        if (a.Rank != b.Rank || a.Rank < 3 || !a.Lengths[..^2].SequenceEqual(b.Lengths[..^2]))
        {
            throw new ShapeException(
                $"batched matmul: {a} and {b} must have equal axes before the last two; Reshape or BroadcastTo one of them.");
        }

        var (inner, other) = (a[transposeA ? -2 : -1], b[transposeB ? -1 : -2]);
        return inner == other
            ? [new(a.With(-2, a[transposeA ? -1 : -2]).With(-1, b[transposeB ? -2 : -1]), CommonType(inputs))]
            : throw new ShapeException(
                $"batched matmul: {a}{(transposeA ? " transposed" : "")} and {b}{(transposeB ? " transposed" : "")} do not fit: the inner "
                + $"lengths are {inner} and {other}, and must be equal.");
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (a, b, c) = (inputs[0], inputs[1], outputs[0]);
        var batch = c.Shape.Product(0, c.Shape.Rank - 2);
        BatchedMatrixProduct.Multiply(
            a.Span<T>(), transposeA, b.Span<T>(), transposeB, c.Span<T>(), batch, c.Shape[-2], c.Shape[-1], a.Shape[transposeA ? -2 : -1]);
    }

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, flops: 2.0 * outputs[0].Count * inputs[0].Shape[transposeA ? -2 : -1]);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (a, b, g) = (entry.Inputs[0], entry.Inputs[1], outputGradients[0]!);
        Tensor? first = null, second = null;
        if (a.RequiresGradient)
        {
            first = transposeA ? b.MatMul(g, transposeB, transposeOther: true) : g.MatMul(b, transposeOther: !transposeB);
        }

        if (b.RequiresGradient)
        {
            second = transposeB ? g.MatMul(a, transpose: true, transposeOther: transposeA) : a.MatMul(g, transpose: !transposeA);
        }

        return [first, second];
    }
}
