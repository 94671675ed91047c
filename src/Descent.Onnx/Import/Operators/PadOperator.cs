namespace Descent.Onnx;

/// <summary>A constant around a value; a negative padding cuts off.</summary>
internal sealed class PadOperator() : OnnxOperator("Pad")
{
    public override IReadOnlyList<int> Settings => [2];

    public override OnnxValue[] Compute(NodeCall call)
    {
        var (x, node) = (call.AsFloating(0), call.Node);
        node.Require(node.Text("mode", "constant") == "constant", $"the mode '{node.Text("mode", "")}' is not known, 'constant' is");
        var pads = call.IntegersOf("pads", 1) ?? [];
        var axes = call.Has(3) ? [.. call.Integers(3).Select(x.Shape.Axis)] : Enumerable.Range(0, x.Shape.Rank).ToArray();
        node.Require(pads.Length == 2 * axes.Length, $"{pads.Length} pads do not fit {axes.Length} axes");
        var (before, after) = (new int[x.Shape.Rank], new int[x.Shape.Rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            (before[axes[i]], after[axes[i]]) = (pads[i], pads[axes.Length + i]);
        }

        return [call.Like(0, With(x, before, after, call.Has(2) ? call.Number(2) : node.Number("value", 0), call))];
    }

    /// <summary>Zeros before and after along every axis.</summary>
    public static Tensor Zeros(Tensor x, int[] before, int[] after, NodeCall call) => With(x, before, after, 0, call);

    /// <summary>A value before and after along every axis.</summary>
    public static Tensor With(Tensor x, int[] before, int[] after, double value, NodeCall call)
    {
        for (var axis = 0; axis < before.Length; axis++)
        {
            var (cutBefore, cutAfter) = (Math.Max(-before[axis], 0), Math.Max(-after[axis], 0));
            x = cutBefore + cutAfter > 0 ? x.Slice(axis, cutBefore, x.Shape[axis] - cutBefore - cutAfter) : x;
            Tensor Border(int length)
            {
                var lengths = x.Shape.Lengths.ToArray();
                lengths[axis] = length;
                return Tensor.Full(call.Checked(lengths), value, x.Type);
            }

            Tensor[] parts = [.. before[axis] > 0 ? [Border(before[axis])] : Array.Empty<Tensor>(), x, .. after[axis] > 0 ? [Border(after[axis])] : Array.Empty<Tensor>()];
            x = parts.Length > 1 ? Tensor.Concatenate(axis, parts) : x;
        }

        return x;
    }
}
