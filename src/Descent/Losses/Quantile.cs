namespace Descent;

/// <summary>
/// The pinball loss: q (t - x) where the target t lies above the prediction x, else (1 - q) (x - t). Its minimum is the conditional
/// q-quantile. Gradient: -q below the target, 1 - q above it; at the kink x = t it is 0.
/// </summary>
/// <remarks>Shapes: any, equal. Source: Koenker and Bassett, Econometrica 46, 1978.</remarks>
public sealed class Quantile : ValueLoss
{
    private static readonly Option Level = new(
        "quantile", OptionKind.Number, "the share of targets that should lie below the prediction", "0.5")
    {
        Aliases = ["q"],
        Minimum = 0,
        AboveMinimum = true,
        Maximum = 1,
        BelowMaximum = true,
        Positional = true,
    };

    /// <summary>The loss with its quantile.</summary>
    /// <param name="level">The share of targets that should lie below the prediction, between 0 and 1.</param>
    /// <exception cref="SpecificationException">The level is not between 0 and 1.</exception>
    public Quantile(double level = 0.5)
        => At = LossOptions.Within(Definition.Name, "quantile", level, double.Epsilon, Math.BitDecrement(1.0));

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "quantile",
        Aliases = ["pinball"],
        Summary = "Learns a quantile instead of a mean: with 0.9, nine targets of ten should lie below the prediction. Two such "
            + "models give an interval.",
        FormulaText = "q (t - x) if t > x else (1 - q) (x - t)",
        GradientText = "-q if t > x, 1 - q if t < x, 0 if t = x",
        Expects = "values",
        Source = "R. Koenker and G. Bassett, Regression quantiles, Econometrica 46, 1978",
        Caveats = "The gradient does not shrink with the error; at an error of 0 the sub-gradient 0 is used. At q = 0.5 it is half "
            + "the absolute error. Models of several quantiles may cross.",
        Options = [Level, LossOptions.Reduction],
        Create = options => new Quantile(options.Number("quantile")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>The share of targets that should lie below the prediction.</summary>
    public double At { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => new QuantileFunction(At).Formula(target - prediction);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((target - prediction).Map(new QuantileFunction(At)), null);
}
