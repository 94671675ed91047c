namespace Descent.Onnx;

/// <summary>Layer normalisation; the one by the root mean square, which ONNX 17 lacks, by its composition.</summary>
internal sealed class LayerNormalizationExport() : OperationExport<LayerNormalizationOperation>("layer-norm, rms-norm")
{
    protected override string? Write(LayerNormalizationOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (epsilon, isCentred) = operation.Settings;
        if (!isCentred)
        {
            return graph.Compose<LayerNormalizationOperation>(call, (one, tensors) => one.Composed(tensors));
        }

        var scale = inputs.Length > 1 ? inputs[1] : graph.Constant(Tensor.Ones(operation.Normalized));
        return graph.Node(
            "LayerNormalization", [inputs[0], scale, .. inputs.Skip(2)],
            Attributes.Integer("axis", -operation.Normalized.Rank), Attributes.Number("epsilon", epsilon));
    }
}
