namespace Descent.Onnx;

/// <summary>The lengths of the axes, or of some of them.</summary>
internal sealed class ShapeOperator() : OnnxOperator("Shape")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var lengths = call.Value(0).Shape.Lengths;
        int Place(string name, int otherwise)
        {
            var place = call.Node.Integer(name, otherwise);
            return Math.Clamp(place < 0 ? place + call.Value(0).Shape.Rank : place, 0, call.Value(0).Shape.Rank);
        }

        var (start, end) = (Place("start", 0), Place("end", lengths.Length));
        return [OnnxValue.Of(lengths[start..Math.Max(start, end)])];
    }
}
