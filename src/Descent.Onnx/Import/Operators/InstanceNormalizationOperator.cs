namespace Descent.Onnx;

/// <summary>Each channel of each sample to mean 0 and deviation 1, then scale and shift.</summary>
internal sealed class InstanceNormalizationOperator() : OnnxOperator("InstanceNormalization")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var x = call.Numbers();
        var (rows, width) = (x.Shape.Product(0, 2), x.Shape.Product(2, x.Shape.Rank));
        var operation = new LayerNormalizationOperation(new Shape(width), call.Node.Number("epsilon", 1e-5));
        var channels = ChannelShape.For(x.Shape[1], x.Shape.Rank);
        var normalized = operation.Apply(x.Reshape(rows, width))[0].Reshape(x.Shape);
        return [(OnnxValue)((normalized * call.Numbers(1).Reshape(channels)) + call.Numbers(2).Reshape(channels))];
    }
}
