namespace Descent;

/// <summary>
/// e^2 / (2 beta) where |e| &lt; beta, else |e| - beta / 2, with e = prediction - target. Gradient: e / beta held within [-1, 1].
/// </summary>
/// <remarks>Shapes: any, equal. Source: Girshick, Fast R-CNN, 2015.</remarks>
public sealed class SmoothL1 : ValueLoss
{
    private static readonly Option Width = new(
        "beta", OptionKind.Number, "the error, in the unit of the target, below which the loss is quadratic", "1")
    {
        Minimum = 0,
        Positional = true,
    };

    /// <summary>The loss with its width.</summary>
    /// <param name="beta">The error below which the loss is quadratic, at least 0.</param>
    /// <exception cref="SpecificationException">beta is below 0.</exception>
    public SmoothL1(double beta = 1) => Beta = LossOptions.Within(Definition.Name, "beta", beta, 0, double.MaxValue);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "smooth-l1",
        Summary = "The absolute error with a parabola of width beta at its tip: huber divided by its threshold.",
        FormulaText = "e^2 / (2 beta) if |e| < beta else |e| - beta / 2, e = x - t",
        GradientText = "e / beta if |e| < beta else sign(e)",
        Expects = "values",
        Source = "R. Girshick, Fast R-CNN, ICCV 2015",
        Caveats = "beta is in the unit of the target; at beta = 0 it is the absolute error.",
        Options = [Width, LossOptions.Reduction],
        Create = options => new SmoothL1(options.Number("beta")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>The error below which the loss is quadratic.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => Beta == 0 ? Expression.Abs(prediction - target) : new HuberFunction(Beta).Formula(prediction - target) / Beta;

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => (Beta == 0 ? (prediction - target).Abs() : (prediction - target).Map(new HuberFunction(Beta)) / Beta, null);
}
