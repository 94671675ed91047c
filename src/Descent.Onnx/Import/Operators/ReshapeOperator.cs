namespace Descent.Onnx;

/// <summary>The same numbers under another shape: 0 stands for the length of the same axis, -1 for what is left.</summary>
internal sealed class ReshapeOperator() : OnnxOperator("Reshape")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        var lengths = call.IntegersOf("shape", 1) ?? [];
        if (call.Node.Integer("allowzero", 0) == 0)
        {
            for (var axis = 0; axis < lengths.Length; axis++)
            {
                lengths[axis] = lengths[axis] == 0 ? value.Shape[axis] : lengths[axis];
            }
        }

        return [value.With(value.Tensor.Reshape(lengths))];
    }
}
