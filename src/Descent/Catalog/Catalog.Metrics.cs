namespace Descent;

public static partial class Catalog
{
    /// <summary>The metrics.</summary>
    public static IReadOnlyList<Definition<Metric>> Metrics { get; } =
    [
        Accuracy.Definition,
        TopKAccuracy.Definition,
        Precision.Definition,
        Recall.Definition,
        F1.Definition,
        IntersectionOverUnion.Definition,
        LogLoss.Definition,
        Perplexity.Definition,
        RocAuc.Definition,
        AveragePrecision.Definition,
        PrecisionRecallAuc.Definition,
        BrierScore.Definition,
        ExpectedCalibrationError.Definition,
        MatthewsCorrelation.Definition,
        CohenKappa.Definition,
        MeanAbsoluteErrorMetric.Definition,
        MeanSquaredErrorMetric.Definition,
        RootMeanSquaredError.Definition,
        RSquared.Definition,
    ];
}
