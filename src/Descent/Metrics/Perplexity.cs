namespace Descent;

/// <summary>exp of the log loss in nats: among how many equally likely classes the model is as unsure as it is.</summary>
public sealed class Perplexity : ClassificationMetric
{
    private readonly LogLoss surprise;

    /// <summary>The metric with its clip.</summary>
    /// <param name="epsilon">Probabilities are clipped to [epsilon, 1 - epsilon]; 0: not at all.</param>
    /// <exception cref="SpecificationException">epsilon is not within [0, 0.49].</exception>
    public Perplexity(double epsilon = 1e-15)
        => surprise = new LogLoss(LossOptions.Within(Definition.Name, "epsilon", epsilon, 0, 0.49));

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "perplexity",
        Summary = "Among how many equally likely next tokens a language model is in doubt: 1 is certain and right, the number of "
            + "classes is guessing.",
        FormulaText = "exp(-mean log p[target])",
        Source = "F. Jelinek et al., Perplexity: a measure of the difficulty of speech recognition tasks, 1977",
        Caveats = "Comparable only between models of the same tokens. Probabilities are clipped to [epsilon, 1 - epsilon], so that one "
            + "certain mistake is not infinite.",
        Options = [LogLoss.Clip],
        Create = options => new Perplexity(options.Number("epsilon")),
    };

    /// <summary>Probabilities are clipped to [epsilon, 1 - epsilon].</summary>
    public double Epsilon => surprise.Epsilon;

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.RequireProbabilities(Name);
        return Math.Exp(surprise.Compute(predictions));
    }
}
