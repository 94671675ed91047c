namespace Descent;

/// <summary>
/// The area under the ROC curve: the share of (positive, negative) pairs whose scores are in order, ties counting half. With two
/// classes that of class 1; with more, the mean over each class against the rest, plain or weighted by true counts. NaN where a class
/// is absent or all there is.
/// </summary>
public sealed class RocAuc : ClassificationMetric
{
    private static readonly Option ByCount = new("weighted", OptionKind.Flag, "classes are weighted by their true counts", "false");

    /// <summary>The metric with its averaging.</summary>
    /// <param name="weighted">Whether, with more than two classes, areas are weighted by true counts.</param>
    public RocAuc(bool weighted = false) => Weighted = weighted;

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "roc-auc",
        Aliases = ["auc"],
        Summary = "The probability that a sample of a class scores higher than one of another class.",
        FormulaText = "share of (positive, negative) pairs in order, ties half",
        Source = "J. A. Hanley and B. J. McNeil, Radiology 143, 1982",
        Caveats = "0.5 is chance. With several classes each is taken against the rest and the areas are averaged. NaN where a class "
            + "is absent or all there is.",
        Options = [ByCount],
        Create = options => new RocAuc(options.Flag("weighted")),
    };

    /// <summary>Whether, with more than two classes, areas are weighted by true counts.</summary>
    public bool Weighted { get; }

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        if (predictions.Width == 2)
        {
            return ThresholdSweep.Of(predictions, 1).RocArea();
        }

        var areas = PerClass(predictions);
        return Weighted
            ? areas.Select((area, i) => area * predictions.Labels.Count(label => label == i)).Sum() / predictions.Count
            : areas.Average();
    }

    /// <summary>The area of each class against the rest.</summary>
    public static double[] PerClass(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return Enumerable.Range(0, predictions.Width).Select(i => ThresholdSweep.Of(predictions, i).RocArea()).ToArray();
    }
}
