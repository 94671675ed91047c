namespace Descent;

/// <summary>The predictions of one range of confidence.</summary>
/// <param name="From">The confidence above which the range starts.</param>
/// <param name="To">The confidence with which it ends, included.</param>
/// <param name="Count">How many predictions lie in it.</param>
/// <param name="Confidence">Their mean confidence; 0 where there is none.</param>
/// <param name="Accuracy">The share of them that is right; 0 where there is none.</param>
public readonly record struct ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy);

/// <summary>How often predictions of a given confidence are right; a calibrated model lies on the diagonal.</summary>
/// <remarks>Source: DeGroot and Fienberg, The comparison and evaluation of forecasters, 1983.</remarks>
public static class ReliabilityCurve
{
    /// <summary>The predictions in equal bins (k/n, (k+1)/n] of their largest probability.</summary>
    /// <param name="predictions">Predicted classes with probabilities.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <exception cref="DataException">The predictions are no classes, or not probabilities.</exception>
    public static IReadOnlyList<ReliabilityBin> Of(Predictions predictions, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        predictions.RequireProbabilities("reliability curve");
        var (counts, confidences, correct) = (new int[bins], new double[bins], new int[bins]);
        for (var sample = 0; sample < predictions.Count; sample++)
        {
            var label = predictions.PredictedLabels[sample];
            var confidence = predictions.Outputs(sample)[label];
            var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidences[bin] += confidence;
            correct[bin] += label == predictions.Labels[sample] ? 1 : 0;
        }

        return Enumerable.Range(0, bins)
            .Select(i => new ReliabilityBin(
                (double)i / bins,
                (i + 1.0) / bins,
                counts[i],
                confidences[i] / Math.Max(1, counts[i]),
                (double)correct[i] / Math.Max(1, counts[i])))
            .ToArray();
    }
}
