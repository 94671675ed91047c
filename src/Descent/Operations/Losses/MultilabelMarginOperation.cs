using Descent.Kernels;

namespace Descent;

/// <summary>
/// The multilabel margin loss of each row. Inputs: scores [n, classes] and a mask of their shape, not 0 at targets. Outputs: losses [n] and
/// their slopes [n, classes], which are constant almost everywhere. Gradient for the scores: g times the slopes.
/// </summary>
internal sealed class MultilabelMarginOperation : FloatingOperation
{
    public override string Name => "multilabel margin";

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => [new(inputs[0].Shape.Without(1), CommonType(inputs)), new(inputs[0].Shape, inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => MultilabelMarginRows.Forward<T>(
            inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[0].Shape[1], outputs[0].Span<T>(), outputs[1].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [outputGradients[0]!.Reshape(entry.Inputs[0].Shape.With(1, 1)) * entry.Outputs[1].Detached(), null];
}
