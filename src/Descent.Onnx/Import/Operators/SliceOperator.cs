namespace Descent.Onnx;

/// <summary>Ranges of axes; with steps, negative ones too.</summary>
internal sealed class SliceOperator() : OnnxOperator("Slice")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        var value = call.Value(0);
        var starts = call.IntegersOf("starts", 1) ?? [];
        var ends = call.IntegersOf("ends", 2) ?? [];
        var axes = call.IntegersOf("axes", 3) ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = call.Has(4) ? call.Integers(4) : [.. Enumerable.Repeat(1, starts.Length)];
        call.Node.Require(starts.Length == ends.Length && ends.Length == axes.Length && axes.Length == steps.Length, "starts, ends, axes and steps differ in number");
        var result = value.Tensor;
        for (var i = 0; i < starts.Length; i++)
        {
            result = Along(result, result.Shape.Axis(axes[i]), starts[i], ends[i], steps[i], call);
        }

        return [value.With(result)];
    }

    private static Tensor Along(Tensor x, int axis, int start, int end, int step, NodeCall call)
    {
        call.Node.Require(step != 0, "a step is 0");
        var length = x.Shape[axis];
        long Place(long place, long least, long most) => Math.Clamp(place < 0 ? place + length : place, least, most);
        var (from, to) = step > 0 ? (Place(start, 0, length), Place(end, 0, length)) : (Place(start, -1, length - 1), Place(end, -1, length - 1));
        var count = (int)Math.Max(0, (to - from + step - Math.Sign(step)) / step);
        if (step == 1 || count == 0)
        {
            return x.Slice(axis, (int)Math.Min(from, length), count);
        }

        return GatherOperator.Along(x, axis, [.. Enumerable.Range(0, count).Select(i => (int)(from + ((long)i * step)))]);
    }
}
