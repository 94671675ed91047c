namespace Descent.Onnx;

/// <summary>1 where a token is not the padding index.</summary>
internal sealed class MaskOfTokensExport() : OperationExport<MaskOfTokensOperation>("mask of tokens")
{
    protected override string Write(MaskOfTokensOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var padding = graph.Constant(Tensor.From([operation.Padding]));
        return graph.Cast(graph.Node("Not", [graph.Node("Equal", [inputs[0], padding])]), ElementType.Int32);
    }
}
