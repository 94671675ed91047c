namespace Descent;

/// <summary>
/// The mean over the classes of w[j] (t softplus(-x) + (1 - t) softplus(x)): binary cross-entropy on logits, one number for each sample.
/// Gradient: w[j] (sigmoid(x) - t) / c.
/// </summary>
/// <remarks>Shapes: logits [n, classes], targets of the same shape; unreduced losses are [n].</remarks>
public sealed class MultilabelSoftMargin : Loss
{
    /// <summary>The loss with its class weights.</summary>
    /// <param name="classWeights">A weight for each class, at least 0.</param>
    /// <exception cref="SpecificationException">A weight is negative or not finite.</exception>
    public MultilabelSoftMargin(IReadOnlyList<double>? classWeights = null)
    {
        LossOptions.CheckWeights(Definition.Name, classWeights);
        ClassWeights = classWeights?.ToArray();
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "multilabel-soft-margin",
        Aliases = ["multi-label-soft-margin"],
        Summary = "Several independent labels for each sample: the mean of their binary cross-entropies, with a weight for each class.",
        FormulaText = "mean_j of w[j] (t softplus(-x) + (1 - t) softplus(x))",
        GradientText = "w[j] (sigmoid(x) - t) / c",
        Expects = "logits [n, classes]; targets 0 or 1, or probabilities, of the same shape",
        Source = "D. R. Cox, The regression analysis of binary sequences, 1958; under this name in PyTorch",
        Caveats = "Sigmoid is part of the loss. Weights of positives against negatives are those of binary-cross-entropy, not of this one.",
        Options = [LossOptions.ClassWeights, LossOptions.Reduction],
        Create = options => new MultilabelSoftMargin(LossOptions.NumbersOf(options, "class-weights"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>A weight for each class; null: all 1.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target)
    {
        CheckSameShape(prediction, target);
        var shape = prediction.Shape;
        if (shape.Rank != 2 || shape[1] == 0 || (ClassWeights is not null && ClassWeights.Count != shape[1]))
        {
            throw new ShapeException(
                $"{Name}: predictions have the shape [n, {(ClassWeights is null ? "classes" : $"{ClassWeights.Count}")}]"
                + $"{(ClassWeights is null ? "" : ", as there are so many class weights")}, not {shape}.");
        }
    }

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => TargetChecks.Probabilities(Name, target, "targets", "Give 0 or 1, or the probability of 1.");

    /// <inheritdoc/>
    public override Expression? Formula(Expression prediction, Expression target)
        => ClassWeights is null
            ? (target * Expression.Softplus(-prediction)) + ((1.0 - target) * Expression.Softplus(prediction))
            : null;

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var losses = new BinaryCrossEntropyOperation().Apply(prediction, target)[0];
        return ((ClassWeights is null ? losses : losses * Tensor.From(ClassWeights.ToArray()).To(losses.Type)).Mean(1), null);
    }
}
