using Descent.Kernels;

namespace Descent;

/// <summary>
/// dx = g (a p - q), given the gradient g of each row, the logits x with p = softmax(x), and the targets, whose weighted and smoothed
/// form q has the sum a. Gradients, for u flowing in: for g the sum over classes of u (a p - q); for x it is g a p (u - sum of u p).
/// </summary>
internal sealed class CrossEntropyGradientOperation(CrossEntropyOptions options) : FloatingOperation
{
    public override string Name => "cross-entropy'";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, CommonType(inputs[..2]))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (logits, target) = (inputs[1], inputs[2]);
        ReadOnlySpan<T> upstream = inputs[0].Span<T>();
        var dLogits = outputs[0].Span<T>();
        var (_, classes, positions) = logits.Shape.Around(1);
        var weights = options.Weights<T>();
        if (target.Type == ElementType.Int32)
        {
            CrossEntropyRows.Gradient(
                logits.Span<T>(), target.Span<int>(), classes, positions, weights, options.LabelSmoothing, options.IgnoreIndex,
                upstream, dLogits);
        }
        else
        {
            CrossEntropyRows.GradientProbabilities(
                logits.Span<T>(), target.Span<T>(), classes, positions, weights, options.LabelSmoothing, upstream, dLogits);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (g, x, target, u) = (entry.Inputs[0], entry.Inputs[1], entry.Inputs[2], outputGradients[0]!);
        var slope = new CrossEntropyGradientOperation(options).Apply(Tensor.Ones(g.Shape, g.Type), x, target)[0];
        var p = x.Softmax(1);
        var q = new ClassDistributionOperation(options).Apply(target, x)[0];
        var scale = (g * q.Sum(1)).Reshape(x.Shape.With(1, 1));
        return [(u * slope).Sum(1), scale * p * (u - (u * p).Sum(1, keepAxis: true)), null];
    }
}
