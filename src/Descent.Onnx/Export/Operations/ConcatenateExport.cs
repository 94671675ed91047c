namespace Descent.Onnx;

/// <summary>Tensors one after another.</summary>
internal sealed class ConcatenateExport() : OperationExport<ConcatenateOperation>("concatenate")
{
    protected override string Write(ConcatenateOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("Concat", inputs, Attributes.Integer("axis", operation.Axis));
}
