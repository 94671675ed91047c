namespace Descent.Onnx;

/// <summary>One element along an axis for each place beside it.</summary>
internal sealed class TakeAlongExport() : OperationExport<TakeAlongOperation>("take along")
{
    protected override string Write(TakeAlongOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("GatherElements", inputs, Attributes.Integer("axis", operation.Axis));
}
