namespace Descent;

/// <summary>
/// max(0, 1 - target prediction) for each score, with targets of -1 or 1. Gradient: -target where the margin is missed; 0 beyond and at
/// its edge.
/// </summary>
/// <remarks>Shapes: any, equal. Source: Cortes and Vapnik, Machine Learning 20, 1995.</remarks>
public sealed class Hinge : MarginLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "hinge",
        Summary = "The loss of the support vector machine: 0 once the score is right by a margin of 1.",
        FormulaText = "max(0, 1 - t x)",
        GradientText = "-t if t x < 1 else 0",
        Expects = "scores; targets -1 or 1",
        Source = "C. Cortes and V. Vapnik, Support-vector networks, Machine Learning 20, 1995",
        Caveats = "At the edge of the margin, t x = 1, the gradient used is 0. Scores are no probabilities.",
        Options = [LossOptions.Reduction],
        Create = options => new Hinge { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Expression.Max(0, 1 - (target * prediction));

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => (Tensor.Maximum(Tensor.Zeros(prediction.Shape, prediction.Type), 1.0 - (target * prediction)), null);
}
