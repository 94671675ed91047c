namespace Descent;

/// <summary>The metrics that an evaluation reports unless others are asked for.</summary>
public static class StandardMetrics
{
    private static readonly Metric[] OfClasses = [new Accuracy(), new F1(), new LogLoss()];

    private static readonly Metric[] OfTwoClasses = [.. OfClasses, new RocAuc()];

    private static readonly Metric[] OfValues = [new MeanAbsoluteErrorMetric(), new RootMeanSquaredError(), new RSquared()];

    /// <summary>
    /// The values by name: accuracy, f1 (macro) and log-loss for classes, with roc-auc where there are two; mae, rmse and r2 for values.
    /// One that is not defined, such as roc-auc where all samples are of one class, is left out; where a prediction is NaN all are.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Compute(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.FirstNaN >= 0)
        {
            return new Dictionary<string, double>();
        }

        return Of(predictions.Task, predictions.Width)
            .Select(metric => (metric.Name, Value: metric.Compute(predictions)))
            .Where(measured => !double.IsNaN(measured.Value))
            .ToDictionary(measured => measured.Name, measured => measured.Value);
    }

    /// <summary>The metrics for a task and so many classes or values.</summary>
    internal static IReadOnlyList<Metric> Of(TaskKind task, int width)
        => task == TaskKind.Regression ? OfValues : width == 2 ? OfTwoClasses : OfClasses;
}
