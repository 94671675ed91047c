using Descent.Kernels;

namespace Descent;

/// <summary>
/// A cross-entropy and its gradient for the logits in one pass, given the gradient that flows into each row: inputs logits, targets and that
/// gradient; outputs the losses and weights of the rows and the gradient for the logits. Part of programs.
/// </summary>
internal sealed class CrossEntropyWithGradientOperation(CrossEntropyOptions options) : FloatingOperation
{
    public override string Name => "cross-entropy with gradient";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => throw new InvalidOperationException("A fused operation is part of a program, whose shapes are known.");

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (logits, target) = (inputs[0], inputs[1]);
        ReadOnlySpan<T> upstream = inputs[2].Span<T>();
        var (_, classes, positions) = logits.Shape.Around(1);
        var weights = options.Weights<T>();
        var (losses, rowWeights, gradient) = (outputs[0], outputs[1], outputs[2]);
        if (target.Type == ElementType.Int32)
        {
            CrossEntropyRows.ForwardAndGradient(
                logits.Span<T>(), target.Span<int>(), classes, positions, weights, options.LabelSmoothing, options.IgnoreIndex,
                upstream, losses.Span<T>(), rowWeights.Span<T>(), gradient.Span<T>());
        }
        else
        {
            CrossEntropyRows.ForwardAndGradientProbabilities(
                logits.Span<T>(), target.Span<T>(), classes, positions, weights, options.LabelSmoothing, upstream, losses.Span<T>(), gradient.Span<T>());
            rowWeights.Span<T>().Fill(T.One);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A fused operation is part of a program, which has its gradients.");
}
