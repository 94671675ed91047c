namespace Descent.Onnx;

/// <summary>Values one after another along an axis.</summary>
internal sealed class ConcatOperator() : OnnxOperator("Concat")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var parts = Enumerable.Range(0, call.Count).Select(index => call.Value(index).Tensor).ToArray();
        var axis = call.Value(0).Shape.Axis(call.Node.Integer("axis", 0));
        return [call.Like(0, Tensor.Concatenate(axis, parts))];
    }
}
