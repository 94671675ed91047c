namespace Descent;

/// <summary>mean (prediction - target)^2 over all values.</summary>
public sealed class MeanSquaredErrorMetric : RegressionMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "mse",
        Aliases = ["mean-squared-error"],
        Summary = "The mean squared distance from the target.",
        FormulaText = "mean (x - t)^2",
        Source = "Textbook",
        Caveats = "In the square of the target's unit.",
        Create = _ => new MeanSquaredErrorMetric(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => MeanOf(predictions, (x, t) => (x - t) * (x - t));
}
