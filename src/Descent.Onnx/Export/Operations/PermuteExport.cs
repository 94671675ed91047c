namespace Descent.Onnx;

/// <summary>Axes in another order.</summary>
internal sealed class PermuteExport() : OperationExport<PermuteOperation>("permute")
{
    protected override string Write(PermuteOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("Transpose", inputs, Attributes.Integers("perm", operation.Axes));
}
