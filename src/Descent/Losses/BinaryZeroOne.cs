namespace Descent;

/// <summary>
/// 1 where the score has not the sign of its target, else 0, with targets of -1 or 1: the number of errors. A score of 0 is an error. It
/// is for evaluation: its gradient is 0 wherever it has one, so training refuses it.
/// </summary>
/// <remarks>Shapes: any, equal.</remarks>
public sealed class BinaryZeroOne : MarginLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "binary-zero-one",
        Summary = "Counts the errors of scores: the share of wrong signs. For evaluation; train with a loss that bounds it, such as hinge.",
        FormulaText = "1 if t x <= 0 else 0",
        GradientText = "none: 0 wherever it exists",
        Expects = "scores; targets -1 or 1",
        Source = "V. Vapnik, The nature of statistical learning theory, 1995",
        Caveats = "It cannot be trained with: a step in any direction changes nothing. A score of 0 is an error.",
        Options = [LossOptions.Reduction],
        Create = options => new BinaryZeroOne { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override string Surrogate => "'hinge' or 'logistic-margin'";

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => (1.0 - (target * prediction).GreaterThan(0.0), null);
}
