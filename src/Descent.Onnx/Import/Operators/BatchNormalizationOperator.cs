namespace Descent.Onnx;

/// <summary>Batch normalisation by the running statistics of the file, in training too: they are kept as they are.</summary>
internal sealed class BatchNormalizationOperator() : OnnxOperator("BatchNormalization")
{
    public override IReadOnlyList<int> Statistics => [3, 4];

    public override OnnxValue[] Compute(NodeCall call)
    {
        call.Node.Require(call.Node.Outputs.Count(output => output.Length > 0) == 1, "batch statistics as outputs are of training alone");
        var operation = new FixedNormalizationOperation(call.Node.Number("epsilon", 1e-5));
        return [(OnnxValue)operation.Apply(call.Numbers(), call.Numbers(3), call.Numbers(4), call.Numbers(1), call.Numbers(2))[0]];
    }
}
