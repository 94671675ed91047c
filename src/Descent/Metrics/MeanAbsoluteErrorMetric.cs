namespace Descent;

/// <summary>mean |prediction - target| over all values.</summary>
public sealed class MeanAbsoluteErrorMetric : RegressionMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "mae",
        Aliases = ["mean-absolute-error"],
        Summary = "The mean distance from the target, in its unit.",
        FormulaText = "mean |x - t|",
        Source = "Textbook",
        Caveats = "All values count alike, so with several of different units the largest unit decides.",
        Create = _ => new MeanAbsoluteErrorMetric(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => MeanOf(predictions, (x, t) => Math.Abs(x - t));
}
