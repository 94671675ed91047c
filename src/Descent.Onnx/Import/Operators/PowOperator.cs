namespace Descent.Onnx;

/// <summary>A power with a constant exponent.</summary>
internal sealed class PowOperator() : OnnxOperator("Pow")
{
    public override IReadOnlyList<int> Settings => [1];

    public override OnnxValue[] Compute(NodeCall call)
    {
        var exponent = call.Value(1);
        call.Node.Require(exponent is { IsStatic: true, Shape.Count: 1 } && exponent.Shape.Rank <= call.Value(0).Shape.Rank, "the exponent must be one constant number");
        return [call.Like(0, call.AsFloating(0).Power(exponent.Kind == OnnxKind.Integers ? exponent.ToIntegers()[0] : call.Number(1)))];
    }
}
