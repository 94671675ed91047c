using Descent.Kernels;

namespace Descent;

/// <summary>
/// dx = g (a p - q), given the gradient g of each row, the logits x with p = softmax(x), and the targets, whose weighted and smoothed form q has
/// the sum a. Gradients, for u flowing in: for g the sum over classes of u (a p - q); for x it is g a p (u - sum of u p).
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
        var (classes, positions, weights) = (logits.Shape[1], logits.Shape.Product(2, logits.Shape.Rank), options.Weights<T>());
        if (target.Type == ElementType.Int32)
        {
            CrossEntropyRows.Gradient(
                logits.Span<T>(), target.Span<int>(), classes, positions, weights, options.LabelSmoothing, options.IgnoreIndex, upstream, dLogits);
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
        var p = new ClassSoftmaxOperation().Apply(x)[0];
        var scale = (g * TargetSum(x, target)).Reshape(x.Shape.With(1, 1));
        return [(u * slope).Sum(1), scale * p * (u - (u * p).Sum(1, keepAxis: true)), null];
    }

    /// <summary>The sum a of each row's weighted and smoothed targets; 0 where the row is ignored. A constant.</summary>
    private Tensor TargetSum(Tensor logits, Tensor target)
    {
        var (classes, positions) = (logits.Shape[1], logits.Shape.Product(2, logits.Shape.Rank));
        var (given, weights, smoothing) = (target.ToDoubles(), options.ClassWeights ?? Enumerable.Repeat(1.0, classes).ToArray(), options.LabelSmoothing);
        var (spread, sums) = (smoothing * weights.Sum() / classes, new double[logits.Count / Math.Max(1, classes)]);
        for (var row = 0; row < sums.Length; row++)
        {
            if (target.Type == ElementType.Int32)
            {
                var label = (int)given[row];
                sums[row] = label == options.IgnoreIndex ? 0 : ((1 - smoothing) * weights[label]) + spread;
                continue;
            }

            sums[row] = spread;
            for (var j = 0; j < classes; j++)
            {
                sums[row] += (1 - smoothing) * weights[j] * given[(((row / positions * classes) + j) * positions) + (row % positions)];
            }
        }

        return Tensor.From<double>(sums, logits.Shape.Without(1)).To(logits.Type);
    }
}

/// <summary>Softmax along axis 1. Gradient: y (g - sum of g y).</summary>
internal sealed class ClassSoftmaxOperation : FloatingOperation
{
    public override string Name => "softmax";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var shape = inputs[0].Shape;
        SoftmaxRows.Forward(inputs[0].Span<T>(), shape[0], shape[1], shape.Product(2, shape.Rank), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (g, y) = (outputGradients[0]!, entry.Outputs[0]);
        return [y * (g - (g * y).Sum(1, keepAxis: true))];
    }
}
