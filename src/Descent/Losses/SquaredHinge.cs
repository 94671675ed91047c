namespace Descent;

/// <summary>
/// max(0, 1 - target prediction)^2 for each score, with targets of -1 or 1. Gradient: -2 target max(0, 1 - target prediction).
/// </summary>
/// <remarks>Shapes: any, equal.</remarks>
public sealed class SquaredHinge : MarginLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "squared-hinge",
        Summary = "The hinge loss squared: smooth at the edge of the margin, harder on large misses.",
        FormulaText = "max(0, 1 - t x)^2",
        GradientText = "-2 t max(0, 1 - t x)",
        Expects = "scores; targets -1 or 1",
        Source = "C.-W. Hsu and C.-J. Lin, A comparison of methods for multiclass support vector machines, 2002",
        Caveats = "The second derivative jumps at the edge of the margin. Scores are no probabilities.",
        Options = [LossOptions.Reduction],
        Create = options => new SquaredHinge { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Expression.Power(Expression.Max(0, 1 - (target * prediction)), 2);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => (Tensor.Maximum(Tensor.Zeros(prediction.Shape, prediction.Type), 1.0 - (target * prediction)).Square(), null);
}
