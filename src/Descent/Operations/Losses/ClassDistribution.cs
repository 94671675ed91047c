using System.Numerics;

namespace Descent;

/// <summary>
/// The weighted and smoothed target distribution w[j] ((1 - s) t[j] + s / c) over the classes along axis 1, zeros where the label is ignored,
/// and the weight w[t] of each row (1 for a row of probabilities). Inputs: class indices or probabilities, and the predictions, which give
/// the shape alone.
/// </summary>
internal sealed class ClassDistributionOperation(CrossEntropyOptions options) : Operation
{
    public override string Name => "class distribution";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => [new(inputs[1].Shape, inputs[1].Type), new(inputs[1].Shape.Without(1), inputs[1].Type)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].Type == ElementType.Float32)
        {
            Fill<float>(inputs[0], outputs[0], outputs[1]);
        }
        else
        {
            Fill<double>(inputs[0], outputs[0], outputs[1]);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null, null];

    private void Fill<T>(Tensor target, Tensor distribution, Tensor rowWeights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (_, classes, positions) = distribution.Shape.Around(1);
        var q = distribution.Span<T>();
        var weights = rowWeights.Span<T>();
        var labels = target.Type == ElementType.Int32 ? target.Span<int>() : default;
        var given = target.Type == ElementType.Int32 ? default : target.Span<T>();
        for (var i = 0; i < q.Length; i++)
        {
            var (j, row) = (i / positions % classes, (i / positions / classes * positions) + (i % positions));
            var ignored = labels.Length > 0 && labels[row] == options.IgnoreIndex;
            var share = labels.Length == 0 ? double.CreateTruncating(given[i]) : labels[row] == j ? 1 : 0;
            q[i] = ignored ? T.Zero : T.CreateTruncating(Weight(j) * (((1 - options.LabelSmoothing) * share) + (options.LabelSmoothing / classes)));
        }

        for (var row = 0; row < weights.Length; row++)
        {
            weights[row] = labels.Length == 0 ? T.One : labels[row] == options.IgnoreIndex ? T.Zero : T.CreateTruncating(Weight(labels[row]));
        }
    }

    private double Weight(int label) => options.ClassWeights is { } weights ? weights[label] : 1;
}
