namespace Descent;

/// <summary>
/// Of a distance x: x itself for a pair that belongs together (t = 1), max(0, margin - x) for one that does not (t = -1). Gradient: 1,
/// and -1 within the margin; at its edge, x = margin, it is -1.
/// </summary>
/// <remarks>Shapes: any, equal.</remarks>
public sealed class HingeEmbedding : Loss
{
    private static readonly Option Distance = new(
        "margin", OptionKind.Number, "the distance from which a pair that does not belong together costs nothing", "1")
    {
        Minimum = 0,
        AboveMinimum = true,
        Positional = true,
    };

    /// <summary>The loss with its margin.</summary>
    /// <param name="margin">The distance from which a pair that does not belong together costs nothing, above 0.</param>
    /// <exception cref="SpecificationException">The margin is not above 0.</exception>
    public HingeEmbedding(double margin = 1)
        => Margin = LossOptions.Within(Definition.Name, "margin", margin, double.Epsilon, double.MaxValue);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "hinge-embedding",
        Summary = "Pulls pairs that belong together close and pushes the others beyond a margin, given their distances.",
        FormulaText = "x if t = 1 else max(0, margin - x)",
        GradientText = "1 if t = 1, -1 if t = -1 and x <= margin, else 0",
        Expects = "distances; targets 1 (together) or -1 (apart)",
        Source = "R. Hadsell, S. Chopra and Y. LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006",
        Caveats = "Distances are at least 0: a prediction below 0 makes the loss of a pair that belongs together fall without end. At "
            + "the edge of the margin the gradient used is -1.",
        Options = [Distance, LossOptions.Reduction],
        Create = options => new HingeEmbedding(options.Number("margin")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>The distance from which a pair that does not belong together costs nothing.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Values;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Signs;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => CheckSameShape(prediction, target);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target) => TargetChecks.Signs(Name, target);

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Expression.WhereGreater(target, 0, prediction, Expression.Max(Margin - prediction, 0));

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var missing = Tensor.Maximum(Margin - prediction, Tensor.Scalar(0, prediction.Type));
        return (Tensor.Where(target.GreaterThan(0.0), prediction, missing), null);
    }
}
