namespace Descent.Onnx;

/// <summary>Pieces along an axis: of given lengths, or equal ones of which the last may be shorter.</summary>
internal sealed class SplitOperator() : OnnxOperator("Split")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        var axis = value.Shape.Axis(call.Node.Integer("axis", 0));
        var (count, length) = (call.Node.Outputs.Count, value.Shape[axis]);
        var each = (length + count - 1) / count;
        var pieces = call.IntegersOf("split", 1) ?? [.. Enumerable.Range(0, count).Select(i => Math.Clamp(length - (i * each), 0, each))];
        call.Node.Require(pieces.Length == count && pieces.All(piece => piece >= 0) && pieces.Sum() == length, $"pieces [{string.Join(", ", pieces)}] do not make {length}");
        var at = 0;
        return [.. pieces.Select(piece => value.With(value.Tensor.Slice(axis, (at += piece) - piece, piece)))];
    }
}
