using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// C = op(A) op(B), where op transposes or not. Shapes: op(A) [m, k], op(B) [k, n], C [m, n]; leading axes of an A that is not transposed are rows.
/// Gradients: g op(B)' for A and op(A)' g for B (transposed where the input was).
/// </summary>
internal sealed class MatMulOperation(bool transposeA, bool transposeB) : FloatingOperation, IEpilogueHost
{
    public override string Name => "matmul";

    /// <summary>Whether each factor is transposed.</summary>
    public (bool A, bool B) Transposes => (transposeA, transposeB);

    /// <summary>Whether A is read as it lies and B transposed.</summary>
    public bool TransposesOnlyB => transposeB && !transposeA;

    public int RowLength(Shape output) => output[-1];

    public void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Epilogue<T>? epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (a, b, c) = (inputs[0], inputs[1], outputs[0]);
        var k = a.Shape[transposeA ? 0 : -1];
        var n = b.Shape[transposeB ? 0 : 1];
        var m = transposeA ? a.Shape[1] : a.Shape.Product(0, a.Shape.Rank - 1);
        MatrixProduct.Multiply(a.Span<T>(), transposeA, b.Span<T>(), transposeB, c.Span<T>(), m, n, k, accumulate: false, epilogue);
    }

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        if (b.Rank != 2 || a.Rank < 2 || (transposeA && a.Rank != 2))
        {
            throw new ShapeException($"matmul: {Describe(a, transposeA)} and {Describe(b, transposeB)} are no matrices; Reshape them to two axes.");
        }

        var (inner, other) = (a[transposeA ? 0 : -1], b[transposeB ? 1 : 0]);
        if (inner != other)
        {
            throw new ShapeException(
                $"matmul: {Describe(a, transposeA)} and {Describe(b, transposeB)} do not fit: the inner lengths are {inner} and {other}, and must be equal.");
        }

        var columns = b[transposeB ? 0 : 1];
        return [new(transposeA ? new Shape(a[1], columns) : a.With(-1, columns), CommonType(inputs))];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Execute<T>(inputs, outputs, null);

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, flops: 2.0 * outputs[0].Count * inputs[0].Shape[transposeA ? 0 : -1]);

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
            var (rowsA, rowsG) = (AsMatrix(a), AsMatrix(g));
            second = transposeB ? rowsG.MatMul(rowsA, transpose: true, transposeOther: transposeA) : rowsA.MatMul(rowsG, transpose: !transposeA);
        }

        return [first, second];
    }

    private static Tensor AsMatrix(Tensor tensor)
        => tensor.Shape.Rank == 2 ? tensor : tensor.Reshape(tensor.Shape.Product(0, tensor.Shape.Rank - 1), tensor.Shape[-1]);

    private static string Describe(Shape shape, bool transposed) => transposed ? $"{shape} transposed" : $"{shape}";
}

public sealed partial class Tensor
{
    /// <summary>
    /// The matrix product of this [..., m, k] with another [k, n], or, matrix by matrix, with another [..., k, n] of the same leading axes;
    /// each transposed first where asked for.
    /// </summary>
    /// <exception cref="ShapeException">The inner lengths or the leading axes differ, or an input is no matrix.</exception>
    public Tensor MatMul(Tensor other, bool transpose = false, bool transposeOther = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Shape.Rank > 2
            ? new BatchedMatMulOperation(transpose, transposeOther).Apply(this, other)[0]
            : new MatMulOperation(transpose, transposeOther).Apply(this, other)[0];
    }
}
