namespace Descent;

/// <summary>How precision falls as recall rises with a falling threshold, for one class against the rest.</summary>
/// <param name="Precision">True positives / predicted, from 1.</param>
/// <param name="Recall">True positives / positives, from 0 to 1; NaN without a positive.</param>
public sealed record PrecisionRecallCurve(IReadOnlyList<double> Precision, IReadOnlyList<double> Recall)
{
    /// <summary>
    /// The curve of one class against the rest: one point for each distinct score from the top, after recall 0 and precision 1.
    /// </summary>
    /// <param name="predictions">Predicted classes with probabilities or scores.</param>
    /// <param name="classIndex">The class that counts as positive.</param>
    /// <exception cref="DataException">The predictions are no classes, one is NaN, or there is no such class.</exception>
    public static PrecisionRecallCurve Of(Predictions predictions, int classIndex = 1)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var points = ThresholdSweep.Of(predictions, classIndex).PrecisionRecall().ToArray();
        return new([1, .. points.Select(point => point.Precision)], [0, .. points.Select(point => point.Recall)]);
    }
}
