namespace Descent;

/// <summary>The share of samples whose most probable class is the true one: correct / n.</summary>
public sealed class Accuracy : ClassificationMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "accuracy",
        Summary = "The share of samples whose most probable class is the true one.",
        FormulaText = "correct / n",
        Source = "Textbook",
        Caveats = "Says little where one class is much more frequent than the others.",
        Create = _ => new Accuracy(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => (double)ConfusionMatrix.Of(predictions).Correct / predictions.Count;
}
