namespace Descent;

/// <summary>
/// e^2 / 2 where |e| &lt;= delta, else delta (|e| - delta / 2), with e = prediction - target. Gradient: e held within [-delta, delta].
/// </summary>
/// <remarks>Shapes: any, equal. Source: Huber, Annals of Mathematical Statistics 35, 1964.</remarks>
public sealed class Huber : ValueLoss
{
    private static readonly Option Threshold = new(
        "delta", OptionKind.Number, "the error, in the unit of the target, from which the loss grows linearly", "1")
    {
        Minimum = 0,
        AboveMinimum = true,
        Positional = true,
    };

    /// <summary>The loss with its threshold.</summary>
    /// <param name="delta">The error from which the loss grows linearly, above 0.</param>
    /// <exception cref="SpecificationException">delta is not above 0.</exception>
    public Huber(double delta = 1) => Delta = LossOptions.Within(Definition.Name, "delta", delta, double.Epsilon, double.MaxValue);

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "huber",
        Summary = "Quadratic for small errors and linear for large ones: smooth like the squared error, robust like the absolute one.",
        FormulaText = "e^2 / 2 if |e| <= delta else delta (|e| - delta / 2), e = x - t",
        GradientText = "e if |e| <= delta else delta sign(e)",
        Expects = "values",
        Source = "P. J. Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35, 1964",
        Caveats = "delta is in the unit of the target; the second derivative jumps from 1 to 0 at |e| = delta.",
        Options = [Threshold, LossOptions.Reduction],
        Create = options => new Huber(options.Number("delta")) { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <summary>The error from which the loss grows linearly.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
        => new HuberFunction(Delta).Formula(prediction - target);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => ((prediction - target).Map(new HuberFunction(Delta)), null);
}
