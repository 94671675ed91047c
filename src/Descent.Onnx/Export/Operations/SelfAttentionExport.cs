namespace Descent.Onnx;

/// <summary>Attention, by the composition that its derivatives are taken of.</summary>
internal sealed class SelfAttentionExport() : OperationExport<SelfAttentionOperation>("attention")
{
    protected override string? Write(SelfAttentionOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Compose<SelfAttentionOperation>(call, (one, tensors) => one.Composed(tensors[0], tensors.Length > 1 ? tensors[1] : null));
}
