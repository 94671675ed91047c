namespace Descent;

/// <summary>
/// 1 for a row whose largest element is not at the label, else 0: the number of errors. On a tie the first of the largest counts. It is
/// for evaluation: its gradient is 0 wherever it has one, so training refuses it.
/// </summary>
/// <remarks>
/// Shapes: predictions [n, classes] or [n, classes, positions...]; targets Int32 class indices [n] or [n, positions...], or probabilities
/// of the predictions' shape, whose largest is the label.
/// </remarks>
public sealed class ZeroOne : Loss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "zero-one",
        Aliases = ["error-rate"],
        Summary = "Counts wrong classes: the share of errors, 1 - accuracy. For evaluation; train with cross-entropy.",
        FormulaText = "1 if argmax x != t else 0",
        GradientText = "none: 0 wherever it exists",
        Expects = "logits or probabilities [n, classes, positions...]; class indices [n, positions...]",
        Source = "V. Vapnik, The nature of statistical learning theory, 1995",
        Caveats = "It cannot be trained with: a step in any direction changes nothing. On a tie the first class counts.",
        Options = [LossOptions.Reduction],
        Create = options => new ZeroOne { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expectation Expects => Expectation.Logits;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.ClassIndices;

    /// <inheritdoc/>
    public override string Surrogate => "'cross-entropy'";

    /// <inheritdoc/>
    protected override void Check(Tensor prediction, Tensor target) => ClassTargets.Check(Name, prediction, target, null);

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target) => ClassTargets.CheckValues(Name, prediction, target, null);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var label = target.Type == ElementType.Int32 ? target : target.ArgMax(1);
        var distance = prediction.ArgMax(1).To(prediction.Type) - label.To(prediction.Type);
        return (distance.Abs().GreaterThan(0.0), null);
    }
}
