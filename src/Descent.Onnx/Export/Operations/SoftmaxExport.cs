namespace Descent.Onnx;

/// <summary>Softmax. Of nothing but minus infinity, as a mask may leave, it is 0 here and NaN in ONNX, so a mask makes it look for that.</summary>
internal sealed class SoftmaxExport() : OperationExport<SoftmaxOperation>("softmax")
{
    protected override string Write(SoftmaxOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var shares = graph.Node("Softmax", inputs, Attributes.Integer("axis", operation.Axis));
        return graph.HasMaskedScores ? graph.Node("Where", [graph.Node("IsNaN", [shares]), graph.Number(0), shares]) : shares;
    }
}
