namespace Descent;

/// <summary>
/// Connectionist temporal classification: -log of the summed probabilities of all ways to read a sequence of labels from softmaxes of
/// steps, where repeated classes are one label and the blank is none. Gradient for a logit: its softmax less the share of those ways that
/// read its class at its step.
/// </summary>
/// <remarks>
/// Shapes: logits [n, steps, classes]; targets Int32 [n, longest], shorter ones ended by -1; unreduced losses are [n]. Where inputs have
/// lengths of their own, give them as tensors. A mean divides each loss by its number of labels (at least 1) first. Source: Graves et al.,
/// 2006.
/// </remarks>
public sealed class Ctc : Loss
{
    private static readonly Option BlankClass = new("blank", OptionKind.Integer, "the class that stands for no label", "0") { Minimum = 0 };

    private static readonly Option Zero = new(
        "zero-infinity", OptionKind.Flag, "a sample whose labels do not fit into its steps costs 0 instead of infinity", "false");

    private readonly CtcOptions options;

    /// <summary>The loss with its options.</summary>
    /// <param name="blank">The class that stands for no label, from 0.</param>
    /// <param name="zeroInfinity">Whether a sample whose labels do not fit into its steps costs 0 instead of infinity.</param>
    /// <exception cref="SpecificationException">The blank is negative.</exception>
    public Ctc(int blank = 0, bool zeroInfinity = false)
        => options = new CtcOptions((int)LossOptions.Within(Definition.Name, "blank", blank, 0, int.MaxValue), zeroInfinity);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "ctc",
        Aliases = ["connectionist-temporal-classification"],
        Summary = "Learns to read a sequence, such as speech or writing, from labels whose places in the input are not known.",
        FormulaText = "-log sum over paths that read as t of prod_step softmax(x[step])[path[step]]",
        GradientText = "softmax(x[step])[c] - (share of those paths that are at c in the step)",
        Expects = "logits [n, steps, classes]; label sequences (Int32) [n, longest], shorter ones ended by -1",
        Source = "A. Graves, S. Fernandez, F. Gomez and J. Schmidhuber, Connectionist temporal classification, ICML 2006",
        Caveats = "Softmax is part of the loss. Labels need a step each, and a blank between equal neighbours: where they do not fit the "
            + "loss is infinite, or 0 without gradient with zero-infinity. The mean is of losses per label. Labels must come in the "
            + "order of the input.",
        Options = [BlankClass, Zero, LossOptions.Reduction],
        Create = values => new Ctc(values.Integer("blank"), values.Flag("zero-infinity")) { Reduction = LossOptions.ReductionOf(values) },
    };

    /// <summary>The class that stands for no label.</summary>
    public int Blank => options.Blank;

    /// <summary>Whether a sample whose labels do not fit into its steps costs 0 instead of infinity.</summary>
    public bool ZeroInfinity => options.ZeroInfinity;

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Sequences;

    /// <summary>The loss where inputs have lengths of their own, reduced as <see cref="Loss.Reduction"/> says.</summary>
    /// <param name="logits">The logits, [n, steps, classes]; steps past a sample's input length are not looked at.</param>
    /// <param name="targets">Labels, Int32 [n, longest]; those past a sample's target length are not looked at.</param>
    /// <param name="inputLengths">How many steps each sample has, Int32 [n], at least 1.</param>
    /// <param name="targetLengths">How many labels each sample has, Int32 [n]; 0 is allowed.</param>
    /// <param name="sampleWeights">A weight for each sample, [n].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DataException">A length is out of range, or a label no class or the blank; the sample is named.</exception>
    public Tensor Compute(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths, Tensor? sampleWeights = null)
    {
        Check(logits, targets);
        CheckLengths(logits, inputLengths, "input");
        CheckLengths(logits, targetLengths, "target");
        return Reduced(Elements(logits, targets, inputLengths, targetLengths), sampleWeights);
    }

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        var shape = prediction.Shape;
        if (shape.Rank != 3 || shape[1] == 0 || shape[2] <= Blank)
        {
            throw new ShapeException(
                $"{Name}: logits have the shape [n, steps, classes] with at least one step and a class for the blank {Blank}, not {shape}. "
                + "Where steps come first, exchange the axes with Transpose(0, 1).");
        }

        if (target.Type != ElementType.Int32 || target.Shape.Rank != 2 || target.Shape[0] != shape[0])
        {
            throw new ShapeException(
                $"{Name}: for logits {shape} the targets are label sequences (Int32) [{shape[0]}, longest], not {target.Type} "
                + $"{target.Shape}. Convert with To(ElementType.Int32), and end shorter sequences with -1.");
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var steps = Tensor.Full(new Shape(prediction.Shape[0]), prediction.Shape[1], ElementType.Int32);
        return Elements(prediction, target, steps, new LabelLengthsOperation().Apply(target)[0]);
    }

    private (Tensor Losses, Tensor? Weights) Elements(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths)
    {
        var losses = new CtcOperation(options).Apply(logits, targets, inputLengths, targetLengths)[0];
        return Reduction == Reduction.Mean
            ? (losses / Tensor.Maximum(targetLengths.To(losses.Type), Tensor.Scalar(1, losses.Type)), null)
            : (losses, null);
    }

    private void CheckLengths(Tensor logits, Tensor lengths, string what)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Type != ElementType.Int32 || lengths.Shape.Rank != 1 || lengths.Shape[0] != logits.Shape[0])
        {
            throw new ShapeException(
                $"{Name}: the {what} lengths of {logits.Shape[0]} samples are Int32 [{logits.Shape[0]}], not {lengths.Type} "
                + $"{lengths.Shape}.");
        }
    }
}
