namespace Descent;

/// <summary>
/// 1 - cos(a, b) for pairs of embeddings that belong together (t = 1), max(0, cos(a, b) - margin) for those that do not (t = -1). Gradient:
/// -+ (b' - cos a') / |a| for a, where a' and b' have length 1, and likewise for b.
/// </summary>
/// <remarks>
/// Shapes: embeddings stacked [n, 2, width], or as a pair of tensors [n, width]; targets [n]. cos = a.b / sqrt((a.a +
/// 1e-12) (b.b + 1e-12)). Source: Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, 2006.
/// </remarks>
public sealed class CosineEmbedding : StackedLoss
{
    /// <summary>The loss with its margin.</summary>
    /// <param name="margin">The cosine that pairs apart may have, from -1 to 1.</param>
    /// <exception cref="SpecificationException">The margin is out of range.</exception>
    public CosineEmbedding(double margin = 0) => Margin = LossOptions.Within(Definition.Name, "margin", margin, -1, 1);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "cosine-embedding",
        Aliases = ["cosine-contrastive"],
        Summary = "Turns embeddings of things that belong together into the same direction and others apart, whatever their lengths.",
        FormulaText = "1 - cos(a, b) if t = 1 else max(0, cos(a, b) - margin)",
        GradientText = "-(b' - cos a') / |a| for a if t = 1, (b' - cos a') / |a| if t = -1 and cos >= margin, else 0; a' = a / |a|",
        Expects = "two embeddings stacked along axis 1 [n, 2, width]; targets [n], 1 where they belong together, -1 where not",
        Source = "R. Hadsell, S. Chopra and Y. LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006; here with "
            + "cosines",
        Caveats = "1e-12 is added to squared lengths, so that a row of zeros has the cosine 0 with everything. Gradients grow as "
            + "embeddings shrink. At the edge of the margin the gradient is that of a missed margin.",
        Options =
        [
            LossOptions.Margin("0") with { Minimum = -1, Maximum = 1, Meaning = "the cosine that pairs apart may have" },
            LossOptions.Reduction,
        ],
        Create = options => new CosineEmbedding(options.Number("margin")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>The cosine that pairs apart may have.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Embeddings;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Signs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["first", "second"];

    /// <summary>The loss of two tensors of embeddings.</summary>
    /// <param name="pair">The embeddings a and b, both [n, width].</param>
    /// <param name="target">1 where they belong together, -1 where not, [n].</param>
    /// <param name="sampleWeights">A weight for each sample, [n].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DataException">A target is neither 1 nor -1.</exception>
    public Tensor Compute((Tensor First, Tensor Second) pair, Tensor target, Tensor? sampleWeights = null)
        => Compute(Stack(pair.First, pair.Second), target, sampleWeights);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target) => TargetChecks.Signs(Name, target);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var unit = EmbeddingGeometry.Unit(prediction);
        var cosine = (Part(unit, 0) * Part(unit, 1)).Sum(-1);
        var apart = Tensor.Maximum(cosine - Margin, Tensor.Zeros(cosine.Shape, cosine.Type));
        return (Tensor.Where(target.To(cosine.Type).GreaterThan(0), 1.0 - cosine, apart), null);
    }
}
