namespace Descent.Onnx;

/// <summary>A product with one matrix: Gemm for a matrix, MatMul for more axes.</summary>
internal sealed class MatMulExport() : OperationExport<MatMulOperation>("matmul")
{
    protected override string Write(MatMulOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var ((a, b), transposes) = ((inputs[0], inputs[1]), operation.Transposes);
        return call.Input(0).Rank == 2
            ? graph.Node(
                "Gemm", [a, b],
                Attributes.Integer("transA", transposes.A ? 1 : 0), Attributes.Integer("transB", transposes.B ? 1 : 0))
            : graph.Node("MatMul", [a, transposes.B ? graph.Node("Transpose", [b], Attributes.Integers("perm", 1, 0)) : b]);
    }
}
