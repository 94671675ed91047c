namespace Descent;

/// <summary>
/// A mean from a sum and its weight, both scalars: sum * (1 / weight), exactly 0 where the weight is 0. Gradient for the sum: the same of g.
/// </summary>
internal sealed class WeightedMeanOperation : Operation
{
    public override string Name => "mean";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, inputs[0].Type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var weight = inputs[1].Type == ElementType.Float32 ? inputs[1].Span<float>()[0] : inputs[1].Span<double>()[0];
        var share = weight == 0 ? 0 : 1 / weight;
        if (inputs[0].Type == ElementType.Float32)
        {
            outputs[0].Span<float>()[0] = inputs[0].Span<float>()[0] * (float)share;
        }
        else
        {
            outputs[0].Span<double>()[0] = inputs[0].Span<double>()[0] * share;
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new WeightedMeanOperation().Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}
