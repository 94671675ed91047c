namespace Descent.Onnx;

/// <summary>One of two by a truth value.</summary>
internal sealed class WhereOperator() : OnnxOperator("Where")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (then, otherwise) = (call.AsFloating(1), call.AsFloating(2));
        return [call.Like(1, Tensor.Where(call.Truths(0).To(then.Type), then, otherwise))];
    }
}
