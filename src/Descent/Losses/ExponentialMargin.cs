namespace Descent;

/// <summary>exp(-target prediction) for each score, with targets of -1 or 1. Gradient: -target exp(-target prediction).</summary>
/// <remarks>Shapes: any, equal. The value itself passes the largest float at a miss of 88 (double: 709).</remarks>
public sealed class ExponentialMargin : MarginLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "exponential-margin",
        Aliases = ["exponential"],
        Summary = "The loss of AdaBoost; a miss costs exponentially, so it trusts every label.",
        FormulaText = "exp(-t x)",
        GradientText = "-t exp(-t x)",
        Expects = "scores; targets -1 or 1",
        Source = "Y. Freund and R. Schapire, A decision-theoretic generalization of on-line learning, 1997",
        Caveats = "Overflows where a miss is larger than 88 in Float32; mislabelled samples dominate. Prefer logistic-margin.",
        Options = [LossOptions.Reduction],
        Create = options => new ExponentialMargin { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Expression.Exp(-(target * prediction));

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((-(target * prediction)).Exp(), null);
}
