namespace Descent.Onnx;

/// <summary>Elements repeated up to a shape, in both directions: an axis of length 1 in the shape keeps the value's.</summary>
internal sealed class ExpandOperator() : OnnxOperator("Expand")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var shape = Shape.Broadcast(call.Value(0).Shape, call.Checked(call.Integers(1)), "Expand");
        return [call.Like(0, call.AsFloating(0).BroadcastTo(call.Checked(shape.Lengths)))];
    }
}
