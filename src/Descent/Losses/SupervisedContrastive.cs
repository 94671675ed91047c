namespace Descent;

/// <summary>
/// Every embedding picks those of its own class out of all others: the mean over its positives p of -s[i, p] + log of the sum of exp s[i,
/// j] over j other than i, where s are cosines / temperature. An embedding that is alone in its class has loss 0 and does not count in a
/// mean. Gradient for s: softmax less 1 / (number of positives) at each positive.
/// </summary>
/// <remarks>
/// Shapes: embeddings [n, width], or several views of each sample [n, views, width]; Int32 class indices [n]. Unreduced losses are [n] or
/// [n, views]. Source: Khosla et al., 2020 (L_out).
/// </remarks>
public sealed class SupervisedContrastive : Loss
{
    /// <summary>The loss with its temperature.</summary>
    /// <param name="temperature">What cosines are divided by, above 0.</param>
    /// <exception cref="SpecificationException">The temperature is out of range.</exception>
    public SupervisedContrastive(double temperature = 0.1)
        => Temperature = LossOptions.Within(
            Definition.Name, "temperature", temperature, LossOptions.LowestTemperature, LossOptions.HighestTemperature);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "supervised-contrastive",
        Aliases = ["sup-con"],
        Summary = "Draws the embeddings of a class together and those of other classes apart: pretraining with labels, before a linear "
            + "layer.",
        FormulaText = "mean over positives p of -s[i, p] + log sum_(j != i) exp s[i, j], s = cos / temperature",
        GradientText = "for s[i, j]: softmax(s[i])[j] - [j is positive] / (number of positives)",
        Expects = "embeddings [n, width] or [n, views, width]; class indices [n]",
        Source = "P. Khosla et al., Supervised contrastive learning, NeurIPS 2020",
        Caveats = "A batch is one comparison: it needs several samples of a class. One that is alone in its class has loss 0 and weight 0. "
            + "Lengths do not count, only directions.",
        Options = [LossOptions.Temperature("0.1"), LossOptions.Reduction],
        Create = options => new SupervisedContrastive(options.Number("temperature")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>What cosines are divided by.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Embeddings;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        var shape = prediction.Shape;
        if (shape.Rank is not (2 or 3) || shape[-1] == 0)
        {
            throw new ShapeException($"{Name}: embeddings have the shape [n, width] or [n, views, width], not {shape}.");
        }

        if (target.Type != ElementType.Int32 || target.Shape.Rank != 1 || target.Shape[0] != shape[0])
        {
            throw new ShapeException(
                $"{Name}: for embeddings {shape} the target is [{shape[0]}] class indices (Int32), not {target.Type} {target.Shape}. "
                + "Convert with To(ElementType.Int32), and give one label for each sample, not for each view.");
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var (shape, type) = (prediction.Shape, prediction.Type);
        var losses = shape.Without(-1);
        var rows = losses.Count;
        var logarithms = EmbeddingGeometry.Similarities(prediction.Reshape(rows, shape[-1]), Temperature).LogSoftmax();
        var positives = Positives(target, losses).To(type);
        var counts = positives.Sum(1);
        var mean = (logarithms.Keep(positives) * positives).Sum(1) / Tensor.Maximum(counts, Tensor.Ones(counts.Shape, type));
        return ((-mean).Reshape(losses), counts.GreaterThan(0).Reshape(losses));
    }

    /// <summary>1 where two embeddings are different ones of the same class, else 0; as double, which tells all labels apart.</summary>
    private static Tensor Positives(Tensor target, Shape losses)
    {
        var rows = losses.Count;
        var first = new Shape([losses[0], .. Enumerable.Repeat(1, losses.Rank - 1)]);
        var labels = target.To(ElementType.Float64).Reshape(first).BroadcastTo(losses);
        var (column, row) = (labels.Reshape(rows, 1), labels.Reshape(1, rows));
        return column.AtLeast(row) * row.AtLeast(column) * (1.0 - EmbeddingGeometry.Diagonal(rows, 1, ElementType.Float64));
    }
}
