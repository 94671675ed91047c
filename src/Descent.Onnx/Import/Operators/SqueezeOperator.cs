namespace Descent.Onnx;

/// <summary>Without axes of length 1.</summary>
internal sealed class SqueezeOperator() : OnnxOperator("Squeeze")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        var axes = call.IntegersOf("axes", 1)?.Select(value.Shape.Axis).ToArray()
            ?? [.. Enumerable.Range(0, value.Shape.Rank).Where(axis => value.Shape[axis] == 1)];
        return [value.With(value.Tensor.Reshape(new Shape([.. Enumerable.Range(0, value.Shape.Rank).Except(axes).Select(axis => value.Shape[axis])])))];
    }
}
