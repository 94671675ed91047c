namespace Descent;

/// <summary>How many labels each row [n, longest] of an Int32 tensor holds before its first negative number: Int32 [n].</summary>
internal sealed class LabelLengthsOperation : Operation
{
    public override string Name => "label lengths";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape.Without(1), ElementType.Int32)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        ReadOnlySpan<int> labels = inputs[0].Span<int>();
        var lengths = outputs[0].Span<int>();
        var longest = inputs[0].Shape[1];
        for (var row = 0; row < lengths.Length; row++)
        {
            var end = labels.Slice(row * longest, longest).IndexOfAnyInRange(int.MinValue, -1);
            lengths[row] = end < 0 ? longest : end;
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null];
}
