namespace Descent;

/// <summary>
/// Which steps of sequences are real: Int32 [n, steps], 1, or 0 for padding. Made by operations, so that a replay makes it anew for each
/// batch.
/// </summary>
internal abstract class StepMaskOperation : Operation
{
    protected internal sealed override bool IsDifferentiable(int output) => false;

    protected internal sealed override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null];
}

/// <summary>1 where a token is not the padding index. Shapes: tokens Int32 [n, steps], mask likewise.</summary>
internal sealed class MaskOfTokensOperation(int padding) : StepMaskOperation
{
    public override string Name => "mask of tokens";

    /// <summary>The token that counts as padding.</summary>
    public int Padding => padding;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => inputs[0].Shape.Rank == 2 && inputs[0].Type == ElementType.Int32
            ? [new(inputs[0].Shape, ElementType.Int32)]
            : throw new ShapeException($"{Name}: Int32 tokens [n, steps] are needed, not {inputs[0].Type} {inputs[0].Shape}.");

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var tokens = inputs[0].Span<int>();
        var mask = outputs[0].Span<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            mask[i] = tokens[i] == padding ? 0 : 1;
        }
    }
}

/// <summary>1 in the first steps of each sample, as many as its length. Shapes: lengths Int32 [n], mask [n, steps].</summary>
internal sealed class MaskOfLengthsOperation(int steps) : StepMaskOperation
{
    public override string Name => "mask of lengths";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => inputs[0].Shape.Rank == 1 && inputs[0].Type == ElementType.Int32
            ? [new(new Shape(inputs[0].Count, steps), ElementType.Int32)]
            : throw new ShapeException($"{Name}: Int32 lengths [n] are needed, not {inputs[0].Type} {inputs[0].Shape}.");

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var lengths = inputs[0].Span<int>();
        var mask = outputs[0].Span<int>();
        for (var sample = 0; sample < lengths.Length; sample++)
        {
            var length = lengths[sample];
            if (length < 0 || length > steps)
            {
                throw new DataException(
                    $"The length of sample {sample} is {length}, but its sequence has {steps} steps; give 0 to {steps}.");
            }

            mask.Slice(sample * steps, length).Fill(1);
            mask.Slice((sample * steps) + length, steps - length).Clear();
        }
    }
}

/// <summary>
/// 0 where all features of a step are one value (NaN counts as equal to NaN). Shapes: x [n, steps, ...], mask [n, steps].
/// </summary>
internal sealed class MaskOfValuesOperation(double padding) : FloatingOperation
{
    public override string Name => "mask of values";

    /// <summary>The value that counts as padding.</summary>
    public double Padding => padding;

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => inputs[0].Shape.Rank > 1
            ? [new(new Shape(inputs[0].Shape.Lengths[..2]), ElementType.Int32)]
            : throw new ShapeException($"{Name}: sequences [n, steps, ...] are needed, not {inputs[0].Shape}.");

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var x = inputs[0].Span<T>();
        var mask = outputs[0].Span<int>();
        var value = T.CreateTruncating(padding);
        var width = mask.Length == 0 ? 0 : x.Length / mask.Length;
        for (var step = 0; step < mask.Length; step++)
        {
            var all = true;
            foreach (var number in x.Slice(step * width, width))
            {
                all &= number.Equals(value);
            }

            mask[step] = all ? 0 : 1;
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null];
}

/// <summary>
/// 1 at the last real step of each sample, 0 elsewhere; all 0 where a sample has none. Shapes: mask Int32 [n, steps], y likewise.
/// </summary>
internal sealed class LastStepOperation : StepMaskOperation
{
    public override string Name => "last step";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape, ElementType.Int32)];

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var mask = inputs[0].Span<int>();
        var last = outputs[0].Span<int>();
        var steps = inputs[0].Shape[1];
        last.Clear();
        for (var sample = 0; sample < inputs[0].Shape[0]; sample++)
        {
            var place = mask.Slice(sample * steps, steps).LastIndexOfAnyExcept(0);
            if (place >= 0)
            {
                last[(sample * steps) + place] = 1;
            }
        }
    }
}
