namespace Descent;

/// <summary>
/// (prediction - target)^2 for each element. The loss of regression: its minimum is the conditional mean. Gradient: 2 (prediction -
/// target).
/// </summary>
/// <remarks>Shapes: any, equal. Source: Gauss, Theoria motus, 1809.</remarks>
public sealed class MeanSquaredError : ValueLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "mean-squared-error",
        Aliases = ["mse", "l2", "squared-error"],
        Summary = "The squared difference, for regression. Large errors count most, so outliers pull strongly.",
        FormulaText = "(x - t)^2",
        GradientText = "2 (x - t)",
        Expects = "values",
        Source = "C. F. Gauss, Theoria motus corporum coelestium, 1809",
        Caveats = "The gradient grows with the error: scale targets to about unit size, or use huber where outliers are likely.",
        Options = [LossOptions.Reduction],
        Create = options => new MeanSquaredError { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target) => Expression.Power(prediction - target, 2);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((prediction - target).Square(), null);
}
