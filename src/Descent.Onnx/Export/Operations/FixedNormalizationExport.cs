namespace Descent.Onnx;

/// <summary>Batch normalisation in evaluation.</summary>
internal sealed class FixedNormalizationExport() : OperationExport<FixedNormalizationOperation>("fixed-norm")
{
    protected override string Write(FixedNormalizationOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var channels = call.Input(1).First;
        var (scale, shift) = inputs.Length > 3
            ? (inputs[3], inputs[4])
            : (graph.Constant(Tensor.Ones(channels)), graph.Constant(Tensor.Zeros(channels)));
        return graph.Node("BatchNormalization", [inputs[0], scale, shift, inputs[1], inputs[2]], Attributes.Number("epsilon", operation.Epsilon));
    }
}
