namespace Descent;

/// <summary>
/// max(0, d(anchor, positive) - d(anchor, negative) + margin), with the distance d(u, v) = (sum of |u - v + 1e-6|^p)^(1/p); with swap the
/// negative is held against whichever of anchor and positive is nearer to it. Gradient, for p = 2: the unit vectors from positive to anchor
/// less those from negative to anchor, where the margin is missed and at its edge.
/// </summary>
/// <remarks>
/// Shapes: embeddings stacked [n, 3, width], or as a triple of tensors [n, width]; no target. Source: Schroff, Kalenichenko
/// and Philbin, FaceNet, 2015; swap: Balntas et al., 2016.
/// </remarks>
public sealed class TripletMargin : StackedLoss
{
    private const double Epsilon = 1e-6;

    private static readonly Option Power = new("p", OptionKind.Number, "the power of the distance: 1 city block, 2 Euclidean", "2")
    {
        Minimum = 1,
        Maximum = 1000,
    };

    private static readonly Option Swapped = new(
        "swap", OptionKind.Flag, "use the distance from positive to negative where it is the smaller one", "false");

    /// <summary>The loss with its options.</summary>
    /// <param name="margin">By how much the negative is to be farther than the positive, above 0.</param>
    /// <param name="p">The power of the distance, at least 1.</param>
    /// <param name="swap">Whether the negative is held against the nearer of anchor and positive.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    public TripletMargin(double margin = 1, double p = 2, bool swap = false)
    {
        Margin = LossOptions.Within(Definition.Name, "margin", margin, double.Epsilon, double.MaxValue);
        P = LossOptions.Within(Definition.Name, "p", p, 1, 1000);
        Swap = swap;
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "triplet-margin",
        Aliases = ["triplet"],
        Summary = "0 once an anchor is nearer to its positive, by the margin, than to its negative: for embeddings of faces, products, "
            + "voices.",
        FormulaText = "max(0, d(a, p) - d(a, n) + margin), d(u, v) = (sum |u - v + 1e-6|^p)^(1/p)",
        GradientText = "for a, with p = 2: (a - p) / d(a, p) - (a - n) / d(a, n) if d(a, p) - d(a, n) + margin >= 0, else 0",
        Expects = "anchor, positive and negative stacked along axis 1 [n, 3, width]; no target",
        Source = "F. Schroff, D. Kalenichenko and J. Philbin, FaceNet, CVPR 2015; swap: V. Balntas et al., Learning local feature "
            + "descriptors with triplets, BMVC 2016",
        Caveats = "Most random triples soon cost nothing and teach nothing: choose hard ones. 1e-6 is added to every difference, so that "
            + "equal points have a gradient. At the edge of the margin the gradient is that of a missed margin.",
        Options =
        [
            LossOptions.Margin("1") with { Minimum = 0, AboveMinimum = true }, Power, Swapped, LossOptions.Reduction,
        ],
        Create = options => new TripletMargin(options.Number("margin"), options.Number("p"), options.Flag("swap"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>By how much the negative is to be farther than the positive.</summary>
    public double Margin { get; }

    /// <summary>The power of the distance.</summary>
    public double P { get; }

    /// <summary>Whether the negative is held against the nearer of anchor and positive.</summary>
    public bool Swap { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Embeddings;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.None;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["anchor", "positive", "negative"];

    /// <summary>The loss of three tensors of embeddings.</summary>
    /// <param name="triple">The anchors, what is to be near them and what is to be far from them, each [n, width].</param>
    /// <param name="sampleWeights">A weight for each sample, [n].</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor Compute((Tensor Anchor, Tensor Positive, Tensor Negative) triple, Tensor? sampleWeights = null)
    {
        var stacked = Stack(triple.Anchor, triple.Positive, triple.Negative);
        return Compute(stacked, NoTarget(stacked.Shape[0]), sampleWeights);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var (anchor, positive, negative) = (Part(prediction, 0), Part(prediction, 1), Part(prediction, 2));
        var near = EmbeddingGeometry.Distance(anchor, positive, P, Epsilon);
        var far = EmbeddingGeometry.Distance(anchor, negative, P, Epsilon);
        if (Swap)
        {
            far = Tensor.Minimum(far, EmbeddingGeometry.Distance(positive, negative, P, Epsilon));
        }

        return (Tensor.Maximum(near - far + Margin, Tensor.Zeros(near.Shape, near.Type)), null);
    }
}
