namespace Descent;

/// <summary>
/// The sum of (R_n - R_(n-1)) P_n over the distinct scores from the top: the area under the precision-recall steps. With two classes that
/// of class 1; with more, the mean over each class against the rest. NaN where a class has no sample.
/// </summary>
public sealed class AveragePrecision : ClassificationMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "average-precision",
        Aliases = ["ap"],
        Summary = "The mean precision over all recalls, for a rare class 1.",
        FormulaText = "sum (R_n - R_(n-1)) P_n over distinct scores from the top",
        Source = "M. Zhu, Recall, precision and average precision, 2004",
        Caveats = "No interpolation; chance is the share of positives. With several classes each is taken against the rest and the values "
            + "are averaged; NaN where one has no sample.",
        Create = _ => new AveragePrecision(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <summary>The value of each class against the rest; NaN for one without a sample.</summary>
    /// <exception cref="DataException">The predictions are no classes.</exception>
    public static double[] PerClass(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return [.. Enumerable.Range(0, predictions.Width).Select(i => Of(predictions, i))];
    }

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
        => predictions.Width == 2 ? Of(predictions, 1) : PerClass(predictions).Average();

    private static double Of(Predictions predictions, int classIndex)
    {
        var sweep = ThresholdSweep.Of(predictions, classIndex);
        var (area, before) = (0.0, 0.0);
        foreach (var (precision, recall) in sweep.PrecisionRecall())
        {
            area += (recall - before) * precision;
            before = recall;
        }

        return sweep.Positives == 0 ? double.NaN : area;
    }
}
