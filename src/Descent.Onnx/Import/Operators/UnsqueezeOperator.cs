namespace Descent.Onnx;

/// <summary>With new axes of length 1.</summary>
internal sealed class UnsqueezeOperator() : OnnxOperator("Unsqueeze")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        var axes = call.IntegersOf("axes", 1) ?? [];
        var rank = value.Shape.Rank + axes.Length;
        call.Node.Require(axes.All(axis => axis >= -rank && axis < rank), $"there are no axes [{string.Join(", ", axes)}] of {rank}");
        var lengths = value.Shape.Lengths.ToArray().ToList();
        foreach (var axis in axes.Select(axis => axis < 0 ? axis + rank : axis).Order())
        {
            call.Node.Require(axis <= lengths.Count, $"the axis {axis} is named twice");
            lengths.Insert(axis, 1);
        }

        return [value.With(value.Tensor.Reshape(new Shape([.. lengths])))];
    }
}
