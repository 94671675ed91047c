namespace Descent;

/// <summary>
/// The area under the precision-recall curve by trapezoids, from recall 0 and precision 1 through a point for each distinct score. With
/// two classes that of class 1; with more, the mean over each class against the rest. NaN where a class has no sample.
/// </summary>
public sealed class PrecisionRecallAuc : ClassificationMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "precision-recall-auc",
        Aliases = ["pr-auc"],
        Summary = "The area under the curve of precision against recall, for a rare class 1.",
        FormulaText = "sum (R_n - R_(n-1)) (P_n + P_(n-1)) / 2 over distinct scores from the top, R_0 = 0, P_0 = 1",
        Source = "J. Davis and M. Goadrich, The relationship between precision-recall and ROC curves, ICML 2006",
        Caveats = "Straight lines between points promise more than a threshold can give: average-precision, without them, is the sounder "
            + "number. With several classes each is taken against the rest and the areas are averaged; NaN where one has no sample.",
        Create = _ => new PrecisionRecallAuc(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <summary>The area of each class against the rest; NaN for one without a sample.</summary>
    /// <exception cref="DataException">The predictions are no classes.</exception>
    public static double[] PerClass(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return [.. Enumerable.Range(0, predictions.Width).Select(i => Area(PrecisionRecallCurve.Of(predictions, i)))];
    }

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => predictions.Width == 2 ? Area(PrecisionRecallCurve.Of(predictions)) : PerClass(predictions).Average();

    private static double Area(PrecisionRecallCurve curve)
        => Enumerable.Range(1, curve.Recall.Count - 1)
            .Sum(i => (curve.Recall[i] - curve.Recall[i - 1]) * (curve.Precision[i] + curve.Precision[i - 1]) / 2);
}
