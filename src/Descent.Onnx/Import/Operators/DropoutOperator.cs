namespace Descent.Onnx;

/// <summary>Dropout: nothing in evaluation, and what it says in training.</summary>
internal sealed class DropoutOperator() : OnnxOperator("Dropout")
{
    public override IReadOnlyList<int> Settings => [1];

    public override OnnxValue[] Compute(NodeCall call)
    {
        var ratio = call.Has(1) ? call.Number(1) : call.Node.Number("ratio", 0.5);
        call.Node.Require(ratio is >= 0 and < 1, $"the ratio {ratio} is outside [0, 1)");
        var kept = call.Pass.IsTraining && ratio > 0 ? new DropoutOperation(ratio, call.Pass.NextKeySource()).Apply(call.Numbers())[0] : call.Numbers();
        return [(OnnxValue)kept];
    }
}
