namespace Descent.Onnx;

/// <summary>A range of one axis.</summary>
internal sealed class SliceExport() : OperationExport<SliceOperation>("slice")
{
    protected override string Write(SliceOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (axis, start) = operation.Place;
        var otherStart = ((SliceOperation)call.Second.Operation).Place.Start;
        var (end, otherEnd) = (start + call.Output().First[axis], otherStart + call.Output().Second[axis]);
        if (end == call.Input(0).First[axis] && otherEnd == call.Input(0).Second[axis])
        {
            (end, otherEnd) = (int.MaxValue, int.MaxValue);
        }

        return start == otherStart && end == otherEnd
            ? graph.Slice(inputs[0], axis, start, end)
            : throw new DescentException("A slice whose range depends on the size of the batch cannot be exported to ONNX.");
    }
}
