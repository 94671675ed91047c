namespace Descent.Onnx;

/// <summary>One element along an axis for each place beside it.</summary>
internal sealed class GatherElementsOperator() : OnnxOperator("GatherElements")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var indices = call.Value(1);
        call.Node.Require(indices.Kind == OnnxKind.Integers, "the numbers of elements are no whole numbers");
        return [call.Like(0, call.AsFloating(0).TakeAlong(call.Node.Integer("axis", 0), indices.Tensor))];
    }
}
