namespace Descent;

/// <summary>
/// 100 |prediction - target| / max(|target|, epsilon) for each element: the error in percent of the target. Gradient: 100 sign of the
/// difference / max(|target|, epsilon); at the kink, a difference of 0, it is 0.
/// </summary>
/// <remarks>Shapes: any, equal. Source: Makridakis, International Journal of Forecasting 9, 1993.</remarks>
public sealed class MeanAbsolutePercentageError : ValueLoss
{
    private static readonly Option Smallest = new(
        "epsilon", OptionKind.Number, "the smallest size of a target, in its unit, that an error is divided by", "1e-7")
    {
        Minimum = 1e-30,
        Maximum = 1e30,
    };

    /// <summary>The loss with its smallest divisor.</summary>
    /// <param name="epsilon">The smallest size of a target that an error is divided by.</param>
    /// <exception cref="SpecificationException">epsilon is not from 1e-30 to 1e30.</exception>
    public MeanAbsolutePercentageError(double epsilon = 1e-7)
        => Epsilon = LossOptions.Within(Definition.Name, "epsilon", epsilon, 1e-30, 1e30);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "mean-absolute-percentage-error",
        Aliases = ["mape"],
        Summary = "The error in percent of the target, for positive targets of very different sizes, such as sales or prices.",
        FormulaText = "100 |x - t| / max(|t|, epsilon)",
        GradientText = "100 sign(x - t) / max(|t|, epsilon)",
        Expects = "values",
        Source = "S. Makridakis, Accuracy measures: theoretical and practical concerns, International Journal of Forecasting 9, 1993",
        Caveats = "Targets near 0 dominate: one of 0 counts as epsilon, so raise epsilon to the smallest size that matters. Favours "
            + "predictions that are too low. At an error of 0 the sub-gradient 0 is used.",
        Options = [Smallest, LossOptions.Reduction],
        Create = options => new MeanAbsolutePercentageError(options.Number("epsilon")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>The smallest size of a target that an error is divided by.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool NeedsTargetUnit => true;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => 100 * Expression.Abs(prediction - target) / Expression.Max(Expression.Abs(target), Epsilon);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((prediction - target).Abs() / Tensor.Maximum(target.Abs(), Tensor.Scalar(Epsilon, target.Type)) * 100.0, null);
}
