namespace Descent;

/// <summary>The same values in memory of their own. Gradient: g.</summary>
internal sealed class CopyOperation : Operation
{
    public override string Name => "copy";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, inputs[0].Type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => StridedCopy.All(inputs[0], outputs[0]);

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [outputGradients[0]];
}
