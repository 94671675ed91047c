namespace Descent.Onnx;

/// <summary>A range of one axis.</summary>
internal sealed class SliceExport() : OperationExport<SliceOperation>("slice")
{
    protected override string Write(SliceOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (axis, second) = (operation.Axis, (SliceOperation)call.Second.Operation);
        var (end, otherEnd) = (operation.Start + operation.Length, second.Start + second.Length);
        if (end == call.Input(0).First[axis] && otherEnd == call.Input(0).Second[axis])
        {
            (end, otherEnd) = (int.MaxValue, int.MaxValue);
        }

        return operation.Start == second.Start && end == otherEnd
            ? graph.Slice(inputs[0], axis, operation.Start, end)
            : throw new DescentException("A slice whose range depends on the size of the batch cannot be exported to ONNX.");
    }
}
