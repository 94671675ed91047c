namespace Descent;

/// <summary>sqrt(mean (prediction - target)^2) over all values.</summary>
public sealed class RootMeanSquaredError : RegressionMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "rmse",
        Aliases = ["root-mean-squared-error"],
        Summary = "The typical distance from the target, in its unit; large errors count more.",
        FormulaText = "sqrt(mean (x - t)^2)",
        Source = "Textbook",
        Caveats = "A few far outliers decide it; mae is less moved by them.",
        Create = _ => new RootMeanSquaredError(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => Math.Sqrt(MeanOf(predictions, (x, t) => (x - t) * (x - t)));
}
