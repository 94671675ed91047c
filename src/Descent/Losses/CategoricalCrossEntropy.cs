namespace Descent;

/// <summary>
/// -sum of q[j] log p[j] for each row, where p is the row divided by its sum and clamped to [epsilon, 1 - epsilon], and q = (1 - s)
/// target + s / c with the label smoothing s. No gradient passes where the clamp acts.
/// </summary>
/// <remarks>
/// Shapes: probabilities [n, classes] or [n, classes, positions...]; targets of the same shape, or Int32 class indices [n] or [n,
/// positions...]. <see cref="CrossEntropy"/> on logits is exact where this clamps; it is the better choice for training. Source: Keras,
/// 2015.
/// </remarks>
public sealed class CategoricalCrossEntropy : Loss
{
    private long clampCount;

    /// <summary>The loss with its options.</summary>
    /// <param name="labelSmoothing">The share of the target spread evenly over all classes, from 0 to 1.</param>
    /// <param name="epsilon">Probabilities are held within [epsilon, 1 - epsilon].</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    public CategoricalCrossEntropy(double labelSmoothing = 0, double epsilon = 1e-7)
    {
        LabelSmoothing = LossOptions.Within(Definition.Name, "label-smoothing", labelSmoothing, 0, 1);
        Epsilon = LossOptions.Within(Definition.Name, "epsilon", epsilon, 1e-30, 0.49);
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "categorical-cross-entropy",
        Aliases = ["cce", "cross-entropy-on-probabilities"],
        Summary = "Cross-entropy for outputs that are class probabilities already, as Keras has it. Prefer cross-entropy on logits, "
            + "which needs no clamp.",
        FormulaText = "-sum_j q[j] log(clamp(p[j], epsilon, 1 - epsilon)), p = x / sum x, q = (1 - s) target + s / c",
        GradientText = "(sum_k q[k] - q[j] / p[j]) / sum x, where the clamp does not act",
        Expects = "probabilities [n, classes, positions...]; class probabilities or class indices",
        Source = "F. Chollet et al., Keras, categorical_crossentropy, 2015",
        Caveats = "Rows are divided by their sum, then clamped; no gradient passes a clamped probability, so a class at exactly 0 "
            + "cannot recover. Clamps are counted.",
        Options = [LossOptions.Epsilon, LossOptions.LabelSmoothing, LossOptions.Reduction],
        Create = options => new CategoricalCrossEntropy(options.Number("label-smoothing"), options.Number("epsilon"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>The share of the target spread evenly over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <summary>Probabilities are held within [epsilon, 1 - epsilon].</summary>
    public double Epsilon { get; }

    /// <summary>
    /// How many probabilities that count in a loss the clamp has changed so far; many mean that a loss on logits is needed.
    /// </summary>
    public long ClampCount => Interlocked.Read(ref clampCount);

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Probabilities;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassProbabilities;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
        => ClassTargets.Check(Name, prediction, target, null);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        ClassTargets.CheckValues(Name, prediction, target, null);
        ClassTargets.CheckRows(Name, prediction);
    }

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
    {
        var (x, sum) = (symbols.Outputs, symbols.Outputs.Aggregate((total, next) => total + next));
        double Share(int j) => ((1 - LabelSmoothing) * symbols.Share(j)) + (LabelSmoothing / x.Count);
        return double.IsNaN(symbols.Share(0)) ? null : new(
            [.. Enumerable.Range(0, x.Count).Where(j => Share(j) > 0).Select(j
                => -(Share(j) * Expression.Log(Expression.Min(Expression.Max(x[j] / sum, Epsilon), 1 - Epsilon))))],
            1);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var share = prediction / prediction.Sum(1, keepAxis: true);
        var q = new ClassDistributionOperation(new CrossEntropyOptions(null, LabelSmoothing, null)).Apply(target, prediction)[0];
        new InspectionOperation("count clamps", CountClamps).Apply(share, q);
        return (-(share.Clamp(Epsilon, 1 - Epsilon).Log() * q).Sum(1), null);
    }

    private void CountClamps(Tensor share, Tensor targets)
    {
        var p = new Numbers(share);
        var q = new Numbers(targets);
        var count = 0;
        for (var i = 0; i < share.Count; i++)
        {
            count += q[i] > 0 && (p[i] < Epsilon || p[i] > 1 - Epsilon) ? 1 : 0;
        }

        Interlocked.Add(ref clampCount, count);
    }
}
