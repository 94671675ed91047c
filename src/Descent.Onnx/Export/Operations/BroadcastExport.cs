namespace Descent.Onnx;

/// <summary>Elements repeated up to a shape.</summary>
internal sealed class BroadcastExport() : OperationExport<BroadcastOperation>("broadcast")
{
    protected override string Write(BroadcastOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("Expand", [inputs[0], graph.Lengths(call.Output())]);
}
