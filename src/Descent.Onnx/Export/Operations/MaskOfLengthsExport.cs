namespace Descent.Onnx;

/// <summary>1 in the first steps of each sample, as many as its length.</summary>
internal sealed class MaskOfLengthsExport() : OperationExport<MaskOfLengthsOperation>("mask of lengths")
{
    protected override string Write(MaskOfLengthsOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var steps = graph.Constant(Tensor.From([.. Enumerable.Range(0, call.Output().First[1])]));
        return graph.Cast(graph.Node("Less", [steps, graph.Node("Unsqueeze", [inputs[0], graph.Integers(1)])]), ElementType.Int32);
    }
}
