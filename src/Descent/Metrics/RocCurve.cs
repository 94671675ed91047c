namespace Descent;

/// <summary>
/// The receiver operating characteristic of one class: how the share of true alarms rises with that of false ones as the threshold
/// falls.
/// </summary>
/// <param name="FalsePositiveRate">False positives / negatives, from 0 to 1; NaN without a negative.</param>
/// <param name="TruePositiveRate">True positives / positives, from 0 to 1; NaN without a positive.</param>
public sealed record RocCurve(IReadOnlyList<double> FalsePositiveRate, IReadOnlyList<double> TruePositiveRate)
{
    /// <summary>The curve of one class against the rest: one point for each distinct score from the top, after (0, 0).</summary>
    /// <param name="predictions">Predicted classes with probabilities or scores.</param>
    /// <param name="classIndex">The class that counts as positive.</param>
    /// <exception cref="DataException">The predictions are no classes, one is NaN, or there is no such class.</exception>
    public static RocCurve Of(Predictions predictions, int classIndex = 1)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var sweep = ThresholdSweep.Of(predictions, classIndex);
        return new RocCurve(
            sweep.Points.Select(point => (double)point.FalsePositives / sweep.Negatives).ToArray(),
            sweep.Points.Select(point => (double)point.TruePositives / sweep.Positives).ToArray());
    }
}
