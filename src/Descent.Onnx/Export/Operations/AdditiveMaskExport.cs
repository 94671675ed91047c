namespace Descent.Onnx;

/// <summary>0 where a mask is not 0, minus infinity elsewhere.</summary>
internal sealed class AdditiveMaskExport() : OperationExport<AdditiveMaskOperation>("additive mask")
{
    protected override string Write(AdditiveMaskOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        graph.HasMaskedScores = true;
        return graph.Node("Where", [graph.Truth(inputs[0]), graph.Number(0), graph.Number(double.NegativeInfinity)]);
    }
}
