namespace Descent.Onnx;

/// <summary>Layer normalisation over the last axes.</summary>
internal sealed class LayerNormalizationOperator() : OnnxOperator("LayerNormalization")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var x = call.Numbers();
        var shape = new Shape(x.Shape.Lengths[x.Shape.Axis(call.Node.Integer("axis", -1))..]);
        call.Node.Require(call.Node.Outputs.Count(output => output.Length > 0) == 1, "mean and deviation as outputs are not known");
        Tensor[] inputs = [x, call.Numbers(1).Reshape(shape), .. call.Optional(2) is { } shift ? [shift.Reshape(shape)] : Array.Empty<Tensor>()];
        return [(OnnxValue)new LayerNormalizationOperation(shape, call.Node.Number("epsilon", 1e-5)).Apply(inputs)[0]];
    }
}
