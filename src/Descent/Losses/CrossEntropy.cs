namespace Descent;

/// <summary>
/// The cross-entropy of classes, on logits: -w[t] (1 - s) z[t] - (s / c) sum of w[j] z[j] for each row, where z = log-softmax of the
/// row's logits, t the label, w the class weights (1 unless given), s the label smoothing and c the number of classes; for a target
/// distribution q it is -sum of w[j] ((1 - s) q[j] + s / c) z[j]. Softmax is part of the loss: the network's last layer stays linear.
/// Gradient, without weights: softmax - target.
/// </summary>
/// <remarks>
/// Shapes: logits [n, classes] or [n, classes, positions...]; targets Int32 class indices [n] or [n, positions...], or probabilities of
/// the logits' shape. With class indices a mean divides by the sum of w[t] over the targets not ignored, with probabilities by the
/// number of rows. When every target is ignored the loss, its weight and its gradient are 0. Sources: Bridle, 1990; label smoothing:
/// Szegedy et al., Rethinking the Inception Architecture, 2016.
/// </remarks>
public sealed class CrossEntropy : Loss
{
    private readonly CrossEntropyOptions options;

    /// <summary>The loss with its options.</summary>
    /// <param name="labelSmoothing">The share of the target spread evenly over all classes, from 0 to 1.</param>
    /// <param name="classWeights">A weight for each class, at least 0.</param>
    /// <param name="ignoreIndex">The label that marks targets to leave out, such as -100.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    public CrossEntropy(double labelSmoothing = 0, IReadOnlyList<double>? classWeights = null, int? ignoreIndex = null)
    {
        LossOptions.CheckWeights(Definition.Name, classWeights);
        options = new CrossEntropyOptions(
            classWeights?.ToArray(), LossOptions.Within(Definition.Name, "label-smoothing", labelSmoothing, 0, 1), ignoreIndex);
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "cross-entropy",
        Aliases = ["ce", "softmax-cross-entropy", "sparse-categorical-cross-entropy"],
        Summary = "The cross-entropy between the target class and the softmax of the logits: the loss of classification into one of "
            + "several classes.",
        FormulaText = "-sum_j w[j] q[j] log softmax(x)[j], q = (1 - s) target + s / c",
        GradientText = "softmax(x)[j] sum_k w[k] q[k] - w[j] q[j]; without weights softmax(x) - q",
        Expects = "logits [n, classes, positions...]; class indices [n, positions...] or class probabilities of the logits' shape",
        Source = "J. S. Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990; smoothing: Szegedy "
            + "et al., CVPR 2016",
        Caveats = "Softmax is part of the loss: a softmax layer before it is an error. The loss has no upper bound; its gradient, "
            + "softmax - target, has.",
        Options = [LossOptions.LabelSmoothing, LossOptions.ClassWeights, LossOptions.IgnoreIndex, LossOptions.Reduction],
        Create = values => new CrossEntropy(
            values.Number("label-smoothing"), LossOptions.NumbersOf(values, "class-weights"), LossOptions.IgnoreIndexOf(values))
        {
            Reduction = LossOptions.ReductionOf(values),
        },
    };

    /// <summary>The share of the target spread evenly over all classes.</summary>
    public double LabelSmoothing => options.LabelSmoothing;

    /// <summary>A weight for each class; null: all 1.</summary>
    public IReadOnlyList<double>? ClassWeights => options.ClassWeights;

    /// <summary>The label that marks targets to leave out; null: none.</summary>
    public int? IgnoreIndex => options.IgnoreIndex;

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    public override bool TakesDistributions => true;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
        => ClassTargets.Check(Name, prediction, target, ClassWeights);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => ClassTargets.CheckValues(Name, prediction, target, IgnoreIndex);

    /// <inheritdoc/>
    internal override RowFormula? Row(RowSymbols symbols)
    {
        var (label, classes) = (symbols.Label, symbols.Outputs.Count);
        return label < 0 || label == IgnoreIndex ? null : RowFormula.CrossEntropy(
            symbols,
            j => (ClassWeights?[j] ?? 1) * (((1 - LabelSmoothing) * (j == label ? 1 : 0)) + (LabelSmoothing / classes)),
            ClassWeights?[label] ?? 1);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var rows = new CrossEntropyOperation(options).Apply(prediction, target);

        // Without weights of its own each row counts as one, which is known before.
        return (rows[0], target.Type == ElementType.Int32 && (ClassWeights is not null || IgnoreIndex is not null) ? rows[1] : null);
    }
}
