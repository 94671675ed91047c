namespace Descent;

/// <summary>How many positives and negatives lie at or above each distinct score, from the highest down, after (0, 0).</summary>
internal sealed class ThresholdSweep
{
    public ThresholdSweep(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        var (truePositives, falsePositives) = (0, 0);
        foreach (var tie in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(tie => tie.Key))
        {
            var hits = tie.Count(i => positive[i]);
            truePositives += hits;
            falsePositives += tie.Count() - hits;
            Points.Add((truePositives, falsePositives));
        }

        (Positives, Negatives) = (truePositives, falsePositives);
    }

    public List<(int TruePositives, int FalsePositives)> Points { get; } = [(0, 0)];

    public int Positives { get; }

    public int Negatives { get; }

    public static ThresholdSweep Of(Predictions predictions, int classIndex)
    {
        predictions.RequireClasses("A sweep of thresholds");
        return classIndex >= 0 && classIndex < predictions.Width
            ? new(predictions.Column(classIndex), predictions.Labels.Select(label => label == classIndex).ToArray())
            : throw new DataException($"There is no class {classIndex} to sweep thresholds of; classes are 0..{predictions.Width - 1}.");
    }

    /// <summary>
    /// The area under the points by trapezoids: the share of (positive, negative) pairs in order, ties half. NaN without both kinds.
    /// </summary>
    public double RocArea()
    {
        var area = 0.0;
        for (var i = 1; i < Points.Count; i++)
        {
            var (before, now) = (Points[i - 1], Points[i]);
            area += (now.FalsePositives - before.FalsePositives) * (now.TruePositives + before.TruePositives) / 2.0;
        }

        return Positives == 0 || Negatives == 0 ? double.NaN : area / Positives / Negatives;
    }

    /// <summary>The precision and recall at each distinct score.</summary>
    public IEnumerable<(double Precision, double Recall)> PrecisionRecall()
        => Points.Skip(1).Select(point =>
            ((double)point.TruePositives / (point.TruePositives + point.FalsePositives), (double)point.TruePositives / Positives));
}
