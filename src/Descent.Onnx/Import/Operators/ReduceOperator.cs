namespace Descent.Onnx;

/// <summary>A reduction along axes, which are an attribute in older versions and an input in newer ones; all of them where none is given.</summary>
internal sealed class ReduceOperator(string type, Func<Tensor, int, Tensor> along) : OnnxOperator(type)
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var axes = call.IntegersOf("axes", 1) ?? [];
        if (axes.Length == 0 && call.Node.Integer("noop_with_empty_axes", 0) != 0)
        {
            return [call.Value(0)];
        }

        var x = call.AsFloating(0);
        var reduced = Reduction.Of(x, axes.Length > 0 ? axes : Enumerable.Range(0, x.Shape.Rank), call.Node.Integer("keepdims", 1) != 0, along);
        return [call.Like(0, reduced)];
    }
}
