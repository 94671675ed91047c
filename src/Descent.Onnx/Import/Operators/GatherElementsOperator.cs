namespace Descent.Onnx;

/// <summary>Elements along an axis for each place beside it; the numbers of elements must not be negative.</summary>
internal sealed class GatherElementsOperator() : OnnxOperator("GatherElements")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var indices = call.Value(1);
        call.Node.Require(indices.Kind == OnnxKind.Integers, "the numbers of elements are no whole numbers");
        var (x, axis) = (call.AsFloating(0), call.Value(0).Shape.Axis(call.Node.Integer("axis", 0)));
        call.Node.Require(
            indices.Shape.Rank == x.Shape.Rank && indices.Shape[axis] > 0 && indices.Shape.With(axis, 1).Equals(x.Shape.With(axis, 1)),
            $"numbers {indices.Shape} for {x.Shape} must have the same lengths beside the axis {axis}");
        Tensor[] taken = [.. Enumerable.Range(0, indices.Shape[axis]).Select(place => x.TakeAlong(axis, indices.Tensor.Slice(axis, place, 1)))];
        return [call.Like(0, taken.Length == 1 ? taken[0] : Tensor.Concatenate(axis, taken))];
    }
}
