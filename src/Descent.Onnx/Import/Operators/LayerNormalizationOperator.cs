namespace Descent.Onnx;

/// <summary>Layer normalisation over the last axes.</summary>
internal sealed class LayerNormalizationOperator() : OnnxOperator("LayerNormalization")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var x = call.Numbers();
        var axis = x.Shape.Axis(call.Node.Integer("axis", -1));
        var shape = new Shape(x.Shape.Lengths[axis..]);
        Tensor[] inputs = [x, call.Numbers(1).Reshape(shape), .. call.Optional(2) is { } shift ? [shift.Reshape(shape)] : Array.Empty<Tensor>()];
        var outputs = new LayerNormalizationOperation(shape, call.Node.Number("epsilon", 1e-5)).Apply(inputs);
        var rows = new Shape([.. x.Shape.Lengths[..axis], .. Enumerable.Repeat(1, shape.Rank)]);
        return [outputs[0], outputs[1].Reshape(rows), outputs[2].Reshape(rows)];
    }
}
