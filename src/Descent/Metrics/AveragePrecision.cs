namespace Descent;

/// <summary>
/// The sum of (R_n - R_(n-1)) P_n over the distinct scores of class 1 from the top: the area under the precision-recall steps.
/// </summary>
public sealed class AveragePrecision : ClassificationMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "average-precision",
        Aliases = ["pr-auc"],
        Summary = "The mean precision over all recalls, for a rare class 1.",
        FormulaText = "sum (R_n - R_(n-1)) P_n over distinct scores from the top",
        Source = "M. Zhu, Recall, precision and average precision, 2004",
        Caveats = "Judges class 1 of two. No interpolation; chance is the share of positives. NaN without a positive.",
        Create = _ => new AveragePrecision(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        var sweep = ThresholdSweep.Of(predictions, 1);
        var (area, before) = (0.0, 0.0);
        foreach (var (precision, recall) in sweep.PrecisionRecall())
        {
            area += (recall - before) * precision;
            before = recall;
        }

        return sweep.Positives == 0 ? double.NaN : area;
    }
}
