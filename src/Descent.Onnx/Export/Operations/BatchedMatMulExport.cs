namespace Descent.Onnx;

/// <summary>Products of matrices one by one.</summary>
internal sealed class BatchedMatMulExport() : OperationExport<BatchedMatMulOperation>("batched matmul")
{
    protected override string Write(BatchedMatMulOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var rank = call.Output().Rank;
        string Turned(string value, bool transposed) => transposed
            ? graph.Node("Transpose", [value], Attributes.Integers("perm", [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]))
            : value;
        return graph.Node("MatMul", [Turned(inputs[0], operation.TransposesA), Turned(inputs[1], operation.TransposesB)]);
    }
}
