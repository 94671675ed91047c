namespace Descent.Onnx;

/// <summary>A power with a constant exponent, or exp(b log a) where the exponents are computed.</summary>
internal sealed class PowOperator() : OnnxOperator("Pow")
{
    public override IReadOnlyList<int> Settings => [1];

    public override OnnxValue[] Compute(NodeCall call)
    {
        if (call.Value(1) is { IsStatic: true, Shape.Count: 1, Shape.Rank: <= 1 } exponent)
        {
            return [call.Like(0, call.AsFloating(0).Power(exponent.Kind == OnnxKind.Integers ? exponent.ToIntegers()[0] : call.Number(1)))];
        }

        return [(OnnxValue)(call.Numbers(1) * call.Numbers().Log()).Exp()];
    }
}
