namespace Descent;

/// <summary>
/// -mean log p[target] in nats, with probabilities clipped to [epsilon, 1 - epsilon] and each row then divided by its sum.
/// </summary>
public sealed class LogLoss : ClassificationMetric
{
    /// <summary>The option that perplexity has too.</summary>
    internal static readonly Option Clip = new("epsilon", OptionKind.Number, "probabilities are clipped to [epsilon, 1 - epsilon]", "1e-15")
    {
        Minimum = 0,
        Maximum = 0.49,
    };

    /// <summary>The metric with its clip.</summary>
    /// <param name="epsilon">Probabilities are clipped to [epsilon, 1 - epsilon]; 0: not at all.</param>
    /// <exception cref="SpecificationException">epsilon is not within [0, 0.49].</exception>
    public LogLoss(double epsilon = 1e-15) => Epsilon = LossOptions.Within(Definition.Name, "epsilon", epsilon, 0, 0.49);

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "log-loss",
        Aliases = ["negative-log-likelihood"],
        Summary = "The mean surprise, in nats, at the true classes; it judges the probabilities, not only the largest.",
        FormulaText = "-mean log p[target]",
        Source = "I. J. Good, Rational decisions, 1952",
        Caveats = "Probabilities are clipped to [epsilon, 1 - epsilon] and divided by their sum, so that one certain mistake is not "
            + "infinite.",
        Options = [Clip],
        Create = options => new LogLoss(options.Number("epsilon")),
    };

    /// <summary>Probabilities are clipped to [epsilon, 1 - epsilon].</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.RequireProbabilities(Name);
        var sum = 0.0;
        for (var sample = 0; sample < predictions.Count; sample++)
        {
            var clipped = predictions.Outputs(sample).ToArray().Select(p => Math.Clamp(p, Epsilon, 1 - Epsilon)).ToArray();
            var total = clipped.Sum();
            sum -= total > 0
                ? Math.Log(clipped[predictions.Labels[sample]] / total)
                : throw new DataException($"The metric {Name} cannot judge sample {sample}: all its probabilities are 0.");
        }

        return sum / predictions.Count;
    }
}
