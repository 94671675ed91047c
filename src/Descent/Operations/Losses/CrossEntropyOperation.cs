using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent;

/// <summary>The options of cross-entropy that shape its target distribution.</summary>
internal sealed record CrossEntropyOptions(IReadOnlyList<double>? ClassWeights, double LabelSmoothing, int? IgnoreIndex)
{
    private readonly float[] singleWeights = [.. (ClassWeights ?? []).Select(weight => (float)weight)];
    private readonly double[] doubleWeights = [.. ClassWeights ?? []];

    public ReadOnlySpan<T> Weights<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(singleWeights) : MemoryMarshal.Cast<double, T>(doubleWeights);
}

/// <summary>
/// Softmax and cross-entropy in one pass, on logits [n, classes, positions...] and class indices [n, positions...] or probabilities of the
/// logits' shape. Outputs: the loss of each row [n, positions...] and what the row adds to the divisor of a mean.
/// Gradient for the logits: g (a softmax(x) - q), where q are the weighted and smoothed targets of the row and a is their sum.
/// </summary>
internal sealed class CrossEntropyOperation(CrossEntropyOptions options) : FloatingOperation
{
    public override string Name => "cross-entropy";

    /// <summary>What shapes the target distribution.</summary>
    public CrossEntropyOptions Options => options;

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var rows = new TensorSpec(inputs[0].Shape.Without(1), CommonType(inputs[..1]));
        return [rows, rows];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (logits, target) = (inputs[0], inputs[1]);
        var (_, classes, positions) = logits.Shape.Around(1);
        var weights = options.Weights<T>();
        if (target.Type == ElementType.Int32)
        {
            CrossEntropyRows.Forward(
                logits.Span<T>(), target.Span<int>(), classes, positions, weights, options.LabelSmoothing, options.IgnoreIndex,
                outputs[0].Span<T>(), outputs[1].Span<T>());
        }
        else
        {
            CrossEntropyRows.ForwardProbabilities(
                logits.Span<T>(), target.Span<T>(), classes, positions, weights, options.LabelSmoothing, outputs[0].Span<T>());
            outputs[1].Span<T>().Fill(T.One);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new CrossEntropyGradientOperation(options).Apply(outputGradients[0]!, entry.Inputs[0], entry.Inputs[1])[0], null];
}
