namespace Descent.Onnx;

/// <summary>The same numbers under another shape.</summary>
internal sealed class ReshapeExport() : OperationExport<ReshapeOperation>("reshape")
{
    protected override string Write(ReshapeOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Reshape(inputs[0], call.Output());
}
