namespace Descent;

/// <summary>The mean of (p - t)^2 for class 1 of two; with more classes, the mean over samples of the sum over classes.</summary>
public sealed class BrierScore : ClassificationMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "brier-score",
        Aliases = ["brier"],
        Summary = "The mean squared difference between probabilities and what happened.",
        FormulaText = "mean (p - t)^2 of class 1; with more classes, mean over samples of the sum over classes",
        Source = "G. W. Brier, Monthly Weather Review 78, 1950",
        Caveats = "With two classes only class 1 counts, half of what the sum over both would be.",
        Create = _ => new BrierScore(),
    };

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
            for (var i = predictions.Width == 2 ? 1 : 0; i < predictions.Width; i++)
            {
                var error = predictions.Outputs(sample)[i] - (predictions.Labels[sample] == i ? 1 : 0);
                sum += error * error;
            }
        }

        return sum / predictions.Count;
    }
}
