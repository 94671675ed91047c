namespace Descent;

/// <summary>
/// true positives / (predicted + actual - true positives): how far the region of a class and the predicted one are the same. A class that
/// is neither true nor predicted anywhere has no value and is left out of the mean.
/// </summary>
public sealed class IntersectionOverUnion : ClassScore
{
    /// <summary>The metric with its averaging.</summary>
    /// <param name="averaging">How the scores of the classes become one; macro is the mean IoU.</param>
    public IntersectionOverUnion(Averaging averaging = Averaging.Macro)
        : base(averaging)
    {
    }

    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "intersection-over-union",
        Aliases = ["iou", "mean-iou", "jaccard"],
        Summary = "Of the pixels that are or were called a class, the share that is both; for segmentation, each pixel a sample.",
        FormulaText = "true positives / (predicted + actual - true positives)",
        Source = "P. Jaccard, 1901; Everingham et al., The Pascal visual object classes challenge, IJCV 2010",
        Caveats = "A class that is neither true nor predicted is left out of the macro mean; NaN where that leaves none. Classes count "
            + "over all images together.",
        Options = [AveragingOption],
        Create = options => new IntersectionOverUnion(AveragingOf(options)),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    private protected override double Score(long truePositives, long predicted, long actual)
        => (double)truePositives / (predicted + actual - truePositives);
}
