namespace Descent.Onnx;

/// <summary>Whole numbers from a start by steps up to an end.</summary>
internal sealed class RangeOperator() : OnnxOperator("Range")
{
    public override OnnxValue[] Compute(NodeCall call)
    {
        call.Node.Require(Enumerable.Range(0, 3).All(index => call.Integers(index).Length == 1), "start, end and step must be single whole numbers");
        var (start, end, step) = (call.Integers(0)[0], call.Integers(1)[0], call.Integers(2)[0]);
        call.Node.Require(step != 0, "the step is 0");
        var count = Math.Max(0, (((long)end - start) + step - Math.Sign(step)) / step);
        call.Checked((int)Math.Min(count, int.MaxValue));
        return [OnnxValue.Of([.. Enumerable.Range(0, (int)count).Select(i => start + (i * step))])];
    }
}
