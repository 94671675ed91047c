namespace Descent;

/// <summary>
/// (log(1 + prediction) - log(1 + target))^2 for each element, with targets of at least 0. A prediction below 0 counts as itself instead
/// of log(1 + prediction), which is the tangent at 0, so that no prediction is outside the domain and none lacks a gradient. Gradient:
/// 2 (log(1 + prediction) - log(1 + target)) / (1 + max(prediction, 0)).
/// </summary>
/// <remarks>Shapes: any, equal.</remarks>
public sealed class MeanSquaredLogarithmicError : ValueLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "mean-squared-logarithmic-error",
        Aliases = ["msle"],
        Summary = "The squared error of logarithms, for counts and amounts that grow by factors: it weighs ratios, not differences.",
        FormulaText = "(l(x) - l(t))^2, l(x) = log(1 + x) if x >= 0 else x",
        GradientText = "2 (l(x) - l(t)) / (1 + max(x, 0))",
        Expects = "values; targets of at least 0",
        Source = "F. Chollet et al., Keras, mean_squared_logarithmic_error, 2015",
        Caveats = "Below 0 the logarithm goes on as its tangent, where other libraries clamp or fail. Too low a prediction costs more "
            + "than one too high by as much.",
        Options = [LossOptions.Reduction],
        Create = options => new MeanSquaredLogarithmicError { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool NeedsTargetUnit => true;

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
        => TargetChecks.NotNegative(Name, target, "targets", "Shift them, or use 'mse', which takes any number.");

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
    {
        var log = new TangentLogFunction(1);
        return Expression.Power(log.Formula(1 + prediction) - log.Formula(1 + target), 2);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var log = new TangentLogFunction(1);
        return (((prediction + 1.0).Map(log) - (target + 1.0).Map(log)).Square(), null);
    }
}
