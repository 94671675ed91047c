namespace Descent;

public sealed partial class Tensor
{
    /// <summary>
    /// Which steps of these sequences [n, steps, ...] are real: Int32 [n, steps], 1, or 0 for padding; null where all are. Layers that look
    /// across steps (recurrent layers, attention, pooling over steps) leave padding out, and a mask goes along from layer to layer as long
    /// as step i of the output belongs to step i of the input. It comes from an <see cref="Embedding"/> or <see cref="EmbeddingBag"/>
    /// with a padding index, from <see cref="Masking"/>, or from <see cref="WithLengths"/>.
    /// </summary>
    public Tensor? StepMask { get; private set; }

    /// <summary>These sequences with a mask of their steps; where they hold numbers, padded steps become 0, NaN too.</summary>
    /// <param name="mask">Int32 [n, steps]: 1 for a real step, 0 for padding.</param>
    /// <exception cref="ShapeException">The mask is not Int32, or its shape is not that of the first two axes.</exception>
    public Tensor WithStepMask(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Type != ElementType.Int32 || mask.Shape.Rank != 2 || !FitsSteps(mask))
        {
            throw new ShapeException(
                $"A mask of the steps of {Shape} must be Int32 [n, steps], the first two axes, not {mask.Type} {mask.Shape}.");
        }

        var masked = Type.IsFloating() ? Keep(StepFactor(mask, this)) : Reshape(Shape);
        masked.StepMask = mask;
        return masked;
    }

    /// <summary>
    /// These sequences [n, steps, ...] with the number of real steps of each; the others are padding, as in <see cref="WithStepMask"/>.
    /// </summary>
    /// <param name="lengths">Int32 [n], each from 0 to the steps.</param>
    /// <exception cref="ShapeException">The lengths are not Int32 [n].</exception>
    /// <exception cref="DataException">A length is below 0 or above the steps; the message names the sample.</exception>
    public Tensor WithLengths(Tensor lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        return Shape.Rank > 1
            ? WithStepMask(new MaskOfLengthsOperation(Shape[1]).Apply(lengths)[0])
            : throw new ShapeException($"Lengths are for sequences [n, steps, ...], not for {Shape}.");
    }

    /// <summary>A mask as factors for sequences: of their floating type, with axes of length 1 after n and steps.</summary>
    internal static Tensor StepFactor(Tensor mask, Tensor sequences)
    {
        var lengths = Enumerable.Repeat(1, sequences.Shape.Rank).ToArray();
        (lengths[0], lengths[1]) = (mask.Shape[0], mask.Shape[1]);
        return mask.To(sequences.Type).Reshape(new Shape(lengths));
    }

    /// <summary>Takes on the mask of what a layer made this from, unless there is one already or this has other steps.</summary>
    internal void PassOn(Tensor? mask)
    {
        if (mask is not null && StepMask is null && Shape.Rank > 2 && FitsSteps(mask))
        {
            StepMask = mask;
        }
    }

    private bool FitsSteps(Tensor mask) => Shape.Rank > 1 && Shape[0] == mask.Shape[0] && Shape[1] == mask.Shape[1];
}
