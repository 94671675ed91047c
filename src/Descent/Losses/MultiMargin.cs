namespace Descent;

/// <summary>
/// (1 / c) times the sum over the classes j other than the label t of w[t] max(0, margin - x[t] + x[j])^p, for each row of c scores: the
/// hinge loss of several classes. Gradient, for p = 1: w[t] / c for each class that misses the margin, and -w[t] / c for t as often.
/// </summary>
/// <remarks>
/// Shapes: scores [n, classes] or [n, classes, positions...]; Int32 class indices [n] or [n, positions...]. A mean divides by the number of
/// rows. At the edge of the margin the gradient is 0. Source: Weston and Watkins, 1999.
/// </remarks>
public sealed class MultiMargin : Loss
{
    private static readonly Option Power = new("p", OptionKind.Integer, "the power of a missed margin, 1 or 2", "1")
    {
        Minimum = 1,
        Maximum = 2,
    };

    /// <summary>The loss with its options.</summary>
    /// <param name="p">The power of a missed margin, 1 or 2.</param>
    /// <param name="margin">By how much the label's score is to exceed the others, at least 0.</param>
    /// <param name="classWeights">A weight for each class, at least 0.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    public MultiMargin(int p = 1, double margin = 1, IReadOnlyList<double>? classWeights = null)
    {
        LossOptions.CheckWeights(Definition.Name, classWeights);
        P = (int)LossOptions.Within(Definition.Name, "p", p, 1, 2);
        Margin = LossOptions.Within(Definition.Name, "margin", margin, 0, double.MaxValue);
        ClassWeights = classWeights?.ToArray();
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "multi-margin",
        Aliases = ["multi-class-hinge", "multiclass-hinge"],
        Summary = "The hinge loss of several classes: 0 once the score of the right one exceeds every other by the margin.",
        FormulaText = "sum_(j != t) w[t] max(0, margin - x[t] + x[j])^p / c",
        GradientText = "w[t] p max(0, margin - x[t] + x[j])^(p - 1) / c for j != t that miss the margin; minus their sum for t",
        Expects = "scores [n, classes, positions...]; class indices [n, positions...]",
        Source = "J. Weston and C. Watkins, Support vector machines for multi-class pattern recognition, ESANN 1999",
        Caveats = "At the edge of the margin the gradient used is 0. Scores are no probabilities: where those are wanted use "
            + "cross-entropy.",
        Options = [Power, LossOptions.Margin("1"), LossOptions.ClassWeights, LossOptions.Reduction],
        Create = options => new MultiMargin(options.Integer("p"), options.Number("margin"), LossOptions.NumbersOf(options, "class-weights"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>The power of a missed margin.</summary>
    public int P { get; }

    /// <summary>By how much the label's score is to exceed the others.</summary>
    public double Margin { get; }

    /// <summary>A weight for each class; null: all 1.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Scores;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => ClassTargets.CheckIndices(Name, prediction, target, ClassWeights);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target) => TargetChecks.Labels(Name, target, prediction.Shape[1], null);

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
    {
        var (label, classes) = (symbols.Label, symbols.Outputs.Count);
        return label < 0 ? null : new(
            [.. Enumerable.Range(0, classes).Where(j => j != label).Select(j
                => (ClassWeights?[label] ?? 1) * Expression.Power(
                    Expression.Max(0, Margin - symbols.Outputs[label] + symbols.Outputs[j]), P) / classes)],
            1);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var (oneHot, _) = ClassTargets.OneHot(prediction, target, null);
        var right = (prediction.Keep(oneHot) * oneHot).Sum(1, keepAxis: true);
        var missed = Tensor.Maximum(Tensor.Scalar(0, prediction.Type), prediction - right + Margin) * (1.0 - oneHot);
        var losses = (P == 2 ? missed.Square() : missed).Mean(1);
        return (ClassTargets.Weights(oneHot, ClassWeights) is { } weights ? weights * losses : losses, null);
    }
}
