namespace Descent;

/// <summary>
/// max(0, margin - t (a - b)) for each pair of scores a and b, with the target t = 1 where a is to rank above b and -1 where below.
/// Gradient: -t for a and t for b where the margin is missed and at its edge; 0 beyond.
/// </summary>
/// <remarks>
/// Shapes: scores stacked [n, 2, ...], or as a pair of tensors [n, ...]; targets [n, ...]. Source: Herbrich, Graepel and
/// Obermayer, Large margin rank boundaries for ordinal regression, 2000.
/// </remarks>
public sealed class MarginRanking : StackedLoss
{
    /// <summary>The loss with its margin.</summary>
    /// <param name="margin">By how much the scores are to differ, at least 0.</param>
    /// <exception cref="SpecificationException">The margin is negative or not finite.</exception>
    public MarginRanking(double margin = 0) => Margin = LossOptions.Within(Definition.Name, "margin", margin, 0, double.MaxValue);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "margin-ranking",
        Aliases = ["pairwise-ranking", "ranking-hinge"],
        Summary = "0 once the better of two things has the higher score by the margin: for learning to rank from comparisons.",
        FormulaText = "max(0, margin - t (a - b))",
        GradientText = "-t for a, t for b if t (a - b) <= margin, else 0",
        Expects = "two scores stacked along axis 1 [n, 2, ...]; targets [n, ...], 1 where the first is to rank higher, -1 where lower",
        Source = "R. Herbrich, T. Graepel and K. Obermayer, Large margin rank boundaries for ordinal regression, 2000",
        Caveats = "At the edge of the margin the gradient is that of a missed margin. With margin 0 equal scores cost nothing, so a model "
            + "that scores everything alike is at a minimum: prefer a margin above 0.",
        Options = [LossOptions.Margin("0"), LossOptions.Reduction],
        Create = options => new MarginRanking(options.Number("margin")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>By how much the scores are to differ.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Scores;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Signs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["first", "second"];

    /// <summary>The loss of two tensors of scores.</summary>
    /// <param name="pair">The scores a and b, both [n, ...].</param>
    /// <param name="target">1 where a is to be larger, -1 where b is; of the same shape.</param>
    /// <param name="sampleWeights">A weight for each sample, [n].</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="DataException">A target is neither 1 nor -1.</exception>
    public Tensor Compute((Tensor First, Tensor Second) pair, Tensor target, Tensor? sampleWeights = null)
        => Compute(Stack(pair.First, pair.Second), target, sampleWeights);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target) => TargetChecks.Signs(Name, target);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var ahead = target.To(prediction.Type) * (Part(prediction, 0) - Part(prediction, 1));
        return (Tensor.Maximum(Margin - ahead, Tensor.Zeros(ahead.Shape, ahead.Type)), null);
    }
}
