namespace Descent.Onnx;

/// <summary>Numbers within bounds, which are inputs, or attributes before version 11.</summary>
internal sealed class ClipOperator() : OnnxOperator("Clip")
{
    public override IReadOnlyList<int> Settings => [1, 2];

    public override OnnxValue[] Compute(NodeCall call)
    {
        double Bound(int index, string attribute, double none) => call.Has(index) ? call.Number(index) : call.Node.Number(attribute, none);
        var (low, high) = (Bound(1, "min", double.NegativeInfinity), Bound(2, "max", double.PositiveInfinity));
        return [(OnnxValue)call.Numbers().Clamp(low, high)];
    }
}
