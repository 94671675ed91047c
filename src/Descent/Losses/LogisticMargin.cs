namespace Descent;

/// <summary>
/// log(1 + exp(-target prediction)) for each score, without overflow, with targets of -1 or 1. Gradient: -target sigmoid(-target
/// prediction).
/// </summary>
/// <remarks>Shapes: any, equal. The same as <see cref="BinaryCrossEntropy"/> with targets (target + 1) / 2.</remarks>
public sealed class LogisticMargin : MarginLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "logistic-margin",
        Aliases = ["soft-margin"],
        Summary = "The smooth margin loss of logistic regression: binary cross-entropy for targets of -1 and 1.",
        FormulaText = "log(1 + exp(-t x))",
        GradientText = "-t sigmoid(-t x)",
        Expects = "scores; targets -1 or 1",
        Source = "J. Friedman, T. Hastie and R. Tibshirani, Additive logistic regression, 2000",
        Caveats = "Divided by log 2 it bounds the 0/1 loss from above; with the natural logarithm it does not, for margins between "
            + "-0.541 and 0.",
        Options = [LossOptions.Reduction],
        Create = options => new LogisticMargin { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Expression.Softplus(-(target * prediction));

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((-(target * prediction)).Softplus(), null);
}
