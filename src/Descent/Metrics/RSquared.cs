namespace Descent;

/// <summary>1 - sum (x - t)^2 / sum (t - mean t)^2, the mean over the values; for a constant target 1 if met exactly, else 0.</summary>
public sealed class RSquared : RegressionMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "r2",
        Aliases = ["r-squared", "determination"],
        Summary = "The share of the target's variance that is explained: 1 is perfect, 0 no better than the mean.",
        FormulaText = "1 - sum (x - t)^2 / sum (t - mean t)^2",
        Source = "S. Wright, Correlation and causation, 1921",
        Caveats = "Can be below 0. Of a constant target it is 1 if met exactly, else 0. With several values it is their mean.",
        Create = _ => new RSquared(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => Enumerable.Range(0, predictions.Width).Average(value => Of(predictions, value));

    private static double Of(Predictions predictions, int value)
    {
        var targets = Enumerable.Range(0, predictions.Count).Select(sample => predictions.Targets(sample)[value]).ToArray();
        var mean = targets.Average();
        var residual = predictions.Column(value).Zip(targets, (x, t) => (x - t) * (x - t)).Sum();
        var total = targets.Sum(t => (t - mean) * (t - mean));
        return total == 0 ? residual == 0 ? 1 : 0 : 1 - (residual / total);
    }
}
