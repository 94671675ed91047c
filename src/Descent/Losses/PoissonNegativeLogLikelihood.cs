namespace Descent;

/// <summary>
/// The negative log-likelihood of a count t under a Poisson distribution: exp(x) - t x, where the prediction x is the logarithm of the
/// rate, or x - t log(x + epsilon) where it is the rate. The full form adds t log t - t + log(2 pi t) / 2 for t &gt; 1, Stirling's
/// log t!, which no prediction changes. Gradient: exp(x) - t, or 1 - t / (x + epsilon).
/// </summary>
/// <remarks>Shapes: any, equal. Targets of at least 0, whole or not.</remarks>
public sealed class PoissonNegativeLogLikelihood : ValueLoss
{
    private static readonly Option RateOption = new("rate", OptionKind.Flag, "the prediction is the rate, not its logarithm", "false");

    private static readonly Option FullOption = new(
        "full", OptionKind.Flag, "adds log t!, so that the loss is the whole likelihood", "false");

    private static readonly Option EpsilonOption = new(
        "epsilon", OptionKind.Number, "what is added to a rate before its logarithm is taken", "1e-8")
    {
        Aliases = ["eps"],
        Minimum = 1e-30,
        Maximum = 1,
    };

    /// <summary>The loss with its options.</summary>
    /// <param name="rate">Whether the prediction is the rate instead of its logarithm.</param>
    /// <param name="full">Whether log t! is added.</param>
    /// <param name="epsilon">What is added to a rate before its logarithm is taken.</param>
    /// <exception cref="SpecificationException">epsilon is not from 1e-30 to 1.</exception>
    public PoissonNegativeLogLikelihood(bool rate = false, bool full = false, double epsilon = 1e-8)
    {
        (IsRate, IsFull) = (rate, full);
        Epsilon = LossOptions.Within(Definition.Name, "epsilon", epsilon, 1e-30, 1);
    }

    /// <summary>How the loss describes itself.</summary>
    public static Definition<Loss> Definition { get; } = new()
    {
        Kind = ConceptKind.Loss,
        Name = "poisson-negative-log-likelihood",
        Aliases = ["poisson-nll", "poisson"],
        Summary = "For counts, such as visits in an hour: learns the logarithm of the expected count.",
        FormulaText = "exp(x) - t x; with rate: x - t log(x + epsilon)",
        GradientText = "exp(x) - t; with rate: 1 - t / (x + epsilon)",
        Expects = "logarithms of rates (rates with the flag rate); targets of at least 0",
        Source = "J. Nelder and R. Wedderburn, Generalized linear models, Journal of the Royal Statistical Society A 135, 1972",
        Caveats = "exp overflows from a logarithm of 88 in Float32. The variance of a Poisson count is its mean: counts that scatter "
            + "more make the model too sure. Without full the loss may be negative.",
        Options = [RateOption, FullOption, EpsilonOption, LossOptions.Reduction],
        Create = options => new PoissonNegativeLogLikelihood(options.Flag("rate"), options.Flag("full"), options.Number("epsilon"))
        {
            Reduction = LossOptions.ReductionOf(options),
        },
    };

    /// <summary>Whether the prediction is the rate instead of its logarithm.</summary>
    public bool IsRate { get; }

    /// <summary>Whether log t! is added, by Stirling's formula, where t &gt; 1.</summary>
    public bool IsFull { get; }

    /// <summary>What is added to a rate before its logarithm is taken.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool NeedsTargetUnit => true;

    /// <summary>The expected counts.</summary>
    public override Tensor ToValues(Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return IsRate ? prediction : prediction.Exp();
    }

    /// <inheritdoc/>
    protected override void CheckValues(Tensor prediction, Tensor target)
    {
        TargetChecks.NotNegative(Name, target, "targets", "They are counts; for numbers of both signs use 'mse' or 'gaussian-nll'.");
        if (IsRate)
        {
            TargetChecks.NotNegative(
                Name, prediction, "rates", "End the model with softplus, or leave out rate, so that it predicts logarithms.");
        }
    }

    /// <inheritdoc/>
    public override Expression? Formula(Expression prediction, Expression target)
        => IsFull ? null
            : IsRate ? prediction - (target * Expression.Log(prediction + Epsilon))
            : Expression.Exp(prediction) - (target * prediction);

    /// <inheritdoc/>
    protected override (Tensor Losses, Tensor? Weights) Elements(Tensor prediction, Tensor target)
    {
        var losses = IsRate ? prediction - (target * (prediction + Epsilon).Log()) : prediction.Exp() - (target * prediction);
        return (IsFull ? losses + LogFactorial(target) : losses, null);
    }

    private static Tensor LogFactorial(Tensor t)
        => ((t * t.Log()) - t + ((t * (2 * Math.PI)).Log() * 0.5)).Keep(t.GreaterThan(1.0));
}
