namespace Descent.Onnx;

/// <summary>Zeros before and after along one axis.</summary>
internal sealed class PadExport() : OperationExport<PadOperation>("pad")
{
    protected override string Write(PadOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var ((axis, start), rank) = (operation.Place, call.Output().Rank);
        if (call.Output().Multiple(axis) > 0)
        {
            throw new DescentException("Padding along the axis of the batch cannot be exported to ONNX.");
        }

        var pads = new int[2 * rank];
        pads[axis] = start;
        pads[rank + axis] = call.Output().First[axis] - start - call.Input(0).First[axis];
        return graph.Node("Pad", [inputs[0], graph.Integers(pads)]);
    }
}
