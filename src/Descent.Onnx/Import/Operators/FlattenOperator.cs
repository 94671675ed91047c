namespace Descent.Onnx;

/// <summary>Two axes: those before an axis and those from it on.</summary>
internal sealed class FlattenOperator() : OnnxOperator("Flatten")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (value, axis) = (call.Value(0), call.Node.Integer("axis", 1));
        var rank = value.Shape.Rank;
        var place = axis < 0 ? axis + rank : axis;
        call.Node.Require(place >= 0 && place <= rank, $"{value.Shape} has no axis {axis}");
        return [value.With(value.Tensor.Reshape(value.Shape.Product(0, place), value.Shape.Product(place, rank)))];
    }
}
