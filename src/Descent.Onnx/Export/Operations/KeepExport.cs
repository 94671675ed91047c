namespace Descent.Onnx;

/// <summary>A value where a mask is not 0, else 0.</summary>
internal sealed class KeepExport() : OperationExport<KeepOperation>("keep")
{
    protected override string Write(KeepOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("Where", [graph.Truth(inputs[1]), inputs[0], graph.Number(0)]);
}
