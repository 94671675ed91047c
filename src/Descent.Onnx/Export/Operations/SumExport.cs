namespace Descent.Onnx;

/// <summary>The sum along one axis, which stays.</summary>
internal sealed class SumExport() : OperationExport<SumOperation>("sum")
{
    protected override string Write(SumOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("ReduceSum", [inputs[0], graph.Integers(operation.Axis)], Attributes.Integer("keepdims", 1));
}
