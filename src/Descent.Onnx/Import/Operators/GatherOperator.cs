namespace Descent.Onnx;

/// <summary>Elements of an axis by their numbers, in the shape of the numbers.</summary>
internal sealed class GatherOperator() : OnnxOperator("Gather")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var (value, indices) = (call.Value(0), call.Value(1));
        call.Node.Require(indices.Kind == OnnxKind.Integers, "the numbers of elements are no whole numbers");
        var axis = value.Shape.Axis(call.Node.Integer("axis", 0));
        var length = value.Shape[axis];
        var places = indices.IsStatic
            ? Tensor.From<int>(Array.ConvertAll(indices.ToIntegers(), index => index < 0 ? index + length : index), indices.Shape)
            : indices.Tensor;
        return [call.Like(0, Along(call.AsFloating(0), axis, places))];
    }

    /// <summary>Elements along an axis by their numbers.</summary>
    public static Tensor Along(Tensor x, int axis, int[] indices)
    {
        var picked = Along(x.Type.IsFloating() ? x : x.To(ElementType.Float64), axis, Tensor.From(indices));
        return picked.To(x.Type);
    }

    private static Tensor Along(Tensor x, int axis, Tensor indices)
    {
        if (axis == 0)
        {
            return x.GatherRows(indices);
        }

        // The axis to the front, and its places back to where it was.
        int[] front = [axis, .. Enumerable.Range(0, x.Shape.Rank).Where(other => other != axis)];
        var rows = x.Permute(front).GatherRows(indices);
        var more = indices.Shape.Rank;
        int[] back = [.. Enumerable.Range(more, axis), .. Enumerable.Range(0, more), .. Enumerable.Range(more + axis, x.Shape.Rank - axis - 1)];
        return rows.Permute(back);
    }
}
