namespace Descent;

/// <summary>
/// (c n - sum p_k t_k) / sqrt((n^2 - sum p_k^2)(n^2 - sum t_k^2)), where c of n are correct, p_k were predicted as and t_k are of class
/// k.
/// </summary>
public sealed class MatthewsCorrelation : ClassificationMetric
{
    /// <summary>How the metric describes itself.</summary>
    public static Definition<Metric> Definition { get; } = new()
    {
        Kind = ConceptKind.Metric,
        Name = "matthews-correlation",
        Aliases = ["mcc", "matthews"],
        Summary = "The correlation of predicted and true classes: fair to rare classes, 0 for guessing.",
        FormulaText = "(c n - sum p_k t_k) / sqrt((n^2 - sum p_k^2)(n^2 - sum t_k^2))",
        Source = "B. W. Matthews, 1975; J. Gorodkin, 2004",
        Caveats = "0 where only one class was predicted or is true.",
        Create = _ => new MatthewsCorrelation(),
    };

    /// <inheritdoc/>
    public override string Name => Definition.Name;

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    protected override double Measure(Predictions predictions)
    {
        var matrix = ConfusionMatrix.Of(predictions);
        var (predicted, actual) = (Counts(matrix.Predicted), Counts(matrix.Actual));
        double n = matrix.Total;
        var scale = Math.Sqrt(((n * n) - Dot(predicted, predicted)) * ((n * n) - Dot(actual, actual)));
        return scale == 0 ? 0 : ((matrix.Correct * n) - Dot(predicted, actual)) / scale;

        double[] Counts(Func<int, long> count) => Enumerable.Range(0, matrix.Classes).Select(i => (double)count(i)).ToArray();
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
