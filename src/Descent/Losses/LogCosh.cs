namespace Descent;

/// <summary>
/// log(cosh(e)) with e = prediction - target, computed as e + softplus(-2 e) - log 2 without overflow. Gradient: tanh(e).
/// </summary>
/// <remarks>Shapes: any, equal. Near e = 0 its absolute error is one rounding of log 2.</remarks>
public sealed class LogCosh : ValueLoss
{
    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "log-cosh",
        Summary = "Like half the squared error near 0 and the absolute error far from it, smooth everywhere.",
        FormulaText = "log(cosh(x - t))",
        GradientText = "tanh(x - t)",
        Expects = "values",
        Source = "P. J. Green, Bayesian reconstructions from emission tomography data using a modified EM algorithm, 1990",
        Caveats = "The scale at which it turns linear is fixed at about 1: scale the target, or use huber.",
        Options = [LossOptions.Reduction],
        Create = options => new LogCosh { Reduction = LossOptions.ReductionOf(options) },
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override Expression Formula(Expression prediction, Expression target)
    {
        var error = prediction - target;
        return error + Expression.Softplus(-2 * error) - Math.Log(2);
    }

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
        => (Of(prediction - target), null);

    private static Tensor Of(Tensor error) => error + (-2.0 * error).Softplus() - Math.Log(2);
}
