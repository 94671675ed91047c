namespace Descent.Onnx;

/// <summary>Axes in another order; the reverse one unless it is given.</summary>
internal sealed class TransposeOperator() : OnnxOperator("Transpose")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        return [value.With(value.Tensor.Permute(call.Node.Integers("perm") ?? [.. Enumerable.Range(0, value.Shape.Rank).Reverse()]))];
    }
}
