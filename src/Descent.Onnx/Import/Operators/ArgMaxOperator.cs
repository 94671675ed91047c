namespace Descent.Onnx;

/// <summary>The place of the first maximum along an axis.</summary>
internal sealed class ArgMaxOperator() : OnnxOperator("ArgMax")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        call.Node.Require(call.Node.Integer("select_last_index", 0) == 0, "the last of equal places is not known, the first is");
        return [(OnnxValue)call.AsFloating(0).ArgMax(call.Node.Integer("axis", 0), call.Node.Integer("keepdims", 1) != 0)];
    }
}
