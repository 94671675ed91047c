namespace Descent;

/// <summary>|prediction - target| for each element. Gradient: the sign of the difference; at the kink, 0, it is 0.</summary>
/// <remarks>Shapes: any, equal. Source: Laplace, 1774.</remarks>
public sealed class MeanAbsoluteError : ValueLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "mean-absolute-error",
        Aliases = ["mae", "l1", "absolute-error"],
        Summary = "The absolute difference, for regression with outliers: its minimum is the conditional median.",
        FormulaText = "|x - t|",
        GradientText = "sign(x - t), 0 at x = t",
        Expects = "values",
        Source = "P. S. Laplace, 1774; R. Koenker and G. Bassett, Regression quantiles, Econometrica 46, 1978",
        Caveats = "The gradient is +-1 however small the error, so steps do not shrink near the minimum; at an error of 0 the "
            + "sub-gradient 0 is used.",
        Options = [LossOptions.Reduction],
        Create = options => new MeanAbsoluteError { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Expression.Abs(prediction - target);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((prediction - target).Abs(), null);
}
