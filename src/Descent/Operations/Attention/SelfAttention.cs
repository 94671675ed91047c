using Descent.Kernels;

namespace Descent;

/// <summary>
/// Self-attention of many heads from packed projections: y = softmax(Q K' / sqrt(width)) V for each sample and head, heads beside one another.
/// Shapes: projections [n, steps, 3 features] with queries, keys and values in this order; outputs y [n, steps, features] and the
/// probabilities [n, heads, steps, steps], given out as constants. A second input, if there is one, is a mask of the steps, Int32 [n,
/// steps]: no step sees one whose mask is 0, and a step that sees none gives 0.
/// </summary>
internal sealed class SelfAttentionOperation(int heads, bool causal) : FloatingOperation
{
    public override string Name => "attention";

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var x = inputs[0].Shape;
        if (x.Rank != 3 || x[2] % (3 * heads) != 0)
        {
            throw new ShapeException($"attention: projections [n, steps, 3 features] that {heads} heads divide are needed, not {x}.");
        }

        if (inputs.Length > 1 && (inputs[1].Type != ElementType.Int32 || !inputs[1].Shape.Equals(new Shape(x[0], x[1]))))
        {
            throw new ShapeException(
                $"attention: a mask of steps Int32 [{x[0]}, {x[1]}] is needed for {x}, not {inputs[1].Type} {inputs[1].Shape}.");
        }

        var type = CommonType(inputs[..1]);
        return [new(x.With(2, x[2] / 3), type), new(new Shape(x[0], heads, x[1], x[1]), type)];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Attention.Forward<T>(
            ShapeOf(inputs[0], heads, causal), inputs[0].Span<T>(), inputs.Length > 1 ? inputs[1].Span<int>() : [], outputs[0].Span<T>(),
            outputs[1].Span<T>());

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(inputs, outputs, flops: 2 * ProductFlops(outputs[1].Count, outputs[0].Shape[2], heads, causal));

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (projections, mask) = (entry.Inputs[0], entry.Inputs.Count > 1 ? entry.Inputs[1] : null);
        return Record.IsOn
            ? Gradients.Through([Composed(projections, mask)], outputGradients[..1], entry.Inputs)
            : [
                new SelfAttentionGradientOperation(heads, causal).Apply(outputGradients[0]!, projections, entry.Outputs[1])[0],
                .. entry.Inputs.Skip(1).Select(_ => (Tensor?)null),
            ];
    }

    /// <summary>The arithmetic of one of the products with the probabilities; where they are causal, half of them are 0 and left out.</summary>
    internal static double ProductFlops(int probabilities, int features, int heads, bool causal)
        => (causal ? 1.0 : 2.0) * probabilities * features / heads;

    internal static AttentionShape ShapeOf(Tensor projections, int heads, bool causal)
        => new(projections.Shape[0], projections.Shape[1], heads, projections.Shape[2] / (3 * heads), causal);

    /// <summary>The same of operations that each have derivatives of any order.</summary>
    internal Tensor Composed(Tensor projections, Tensor? mask = null)
    {
        var shape = ShapeOf(projections, heads, causal);
        var apart = projections.Reshape(shape.Samples, shape.Steps, 3, heads, shape.Width).Permute(2, 0, 3, 1, 4);
        Tensor Part(int index) => apart.Slice(0, index, 1).Reshape(shape.Samples, heads, shape.Steps, shape.Width);
        var (y, _) = ScaledDotProduct.Of(Part(0), Part(1), Part(2), mask?.Reshape(shape.Samples, 1, 1, shape.Steps), causal);
        return y.Permute(0, 2, 1, 3).Reshape(shape.Samples, shape.Steps, shape.Features);
    }
}

/// <summary>The fused gradient of self-attention for its projections, for when it is not recorded itself.</summary>
internal sealed class SelfAttentionGradientOperation(int heads, bool causal) : FloatingOperation
{
    public override string Name => "attention'";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Attention.Backward<T>(
            SelfAttentionOperation.ShapeOf(inputs[1], heads, causal), inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[2].Span<T>(),
            outputs[0].Span<T>());

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => OperationCost.OfTraffic(
            inputs, outputs, flops: 4 * SelfAttentionOperation.ProductFlops(inputs[2].Count, inputs[0].Shape[2], heads, causal));

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A recorded gradient of attention is composed of operations.");
}
