namespace Descent;

/// <summary>A curve of one class against the rest.</summary>
/// <param name="Class">The class.</param>
/// <param name="Area">The area under it: of ROC the chance that a sample of the class scores higher than another, of precision over recall the average precision.</param>
/// <param name="X">False-positive rate, or recall.</param>
/// <param name="Y">True-positive rate, or precision.</param>
public sealed record ReportClassCurve(string Class, double? Area, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>How well one class is told from the others.</summary>
/// <param name="Class">The class.</param>
/// <param name="Samples">Its samples.</param>
/// <param name="Precision">Of those predicted as it, the share that is.</param>
/// <param name="Recall">Of those that are it, the share predicted so.</param>
/// <param name="F1">The harmonic mean of both.</param>
public sealed record ReportClassScores(string Class, long Samples, double Precision, double Recall, double F1);

/// <summary>Samples of one class that were taken for another.</summary>
/// <param name="Actual">What they are.</param>
/// <param name="Predicted">What they were taken for.</param>
/// <param name="Count">How many.</param>
public sealed record ReportConfusion(string Actual, string Predicted, long Count);

/// <summary>What predicted classes are judged by.</summary>
public sealed record ReportClasses
{
    private const int MostClassesInMatrix = 40;
    private const int MostClassesInTable = 200;
    private const int MostCurves = 12;
    private const int MostCurvePoints = 160;
    private const int MostConfusions = 20;

    /// <summary>The scores of each class, commonest mistakes aside.</summary>
    public required IReadOnlyList<ReportClassScores> Scores { get; init; }

    /// <summary>How many samples of each class (rows) were predicted as each class (columns); empty beyond forty classes.</summary>
    public required IReadOnlyList<long[]> Matrix { get; init; }

    /// <summary>The commonest mistakes.</summary>
    public required IReadOnlyList<ReportConfusion> Confusions { get; init; }

    /// <summary>How often predictions of a given confidence are right.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>The expected calibration error over the same bins.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>True-positive over false-positive rate: of the second class where there are two, else of those with the most samples.</summary>
    public required IReadOnlyList<ReportClassCurve> Roc { get; init; }

    /// <summary>Precision over recall, of the same classes.</summary>
    public required IReadOnlyList<ReportClassCurve> PrecisionRecall { get; init; }

    /// <summary>How many classes there are.</summary>
    public int Count { get; init; }

    /// <summary>Judges predictions.</summary>
    /// <exception cref="DataException">They are no classes, or no probabilities.</exception>
    public static ReportClasses Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var matrix = ConfusionMatrix.Of(predictions);
        int[] classes = [.. Enumerable.Range(0, matrix.Classes)];
        var (precision, recall, f1) = (new Precision().PerClass(predictions), new Recall().PerClass(predictions), new F1().PerClass(predictions));
        int[] drawn = matrix.Classes == 2 ? [1] : [.. classes.OrderByDescending(matrix.Actual).Take(MostCurves).Order()];
        var (areas, averages) = (RocAuc.PerClass(predictions), AveragePrecision.PerClass(predictions));
        return new ReportClasses
        {
            Count = matrix.Classes,
            Scores = [.. classes.Take(MostClassesInTable).Select(i => new ReportClassScores(matrix.ClassNames[i], matrix.Actual(i), precision[i], recall[i], f1[i]))],
            Matrix = matrix.Classes > MostClassesInMatrix ? [] : [.. classes.Select(actual => classes.Select(predicted => matrix[actual, predicted]).ToArray())],
            Confusions = [.. classes.SelectMany(actual => classes.Select(predicted => (actual, predicted)))
                .Where(pair => pair.actual != pair.predicted && matrix[pair.actual, pair.predicted] > 0)
                .OrderByDescending(pair => matrix[pair.actual, pair.predicted])
                .Take(MostConfusions)
                .Select(pair => new ReportConfusion(matrix.ClassNames[pair.actual], matrix.ClassNames[pair.predicted], matrix[pair.actual, pair.predicted]))],
            Reliability = ReliabilityCurve.Of(predictions),
            CalibrationError = ReportCurves.Finite(new ExpectedCalibrationError().Compute(predictions)),
            Roc = [.. drawn.Where(i => !double.IsNaN(areas[i])).Select(i =>
            {
                var curve = RocCurve.Of(predictions, i);
                return Thinned(matrix.ClassNames[i], areas[i], curve.FalsePositiveRate, curve.TruePositiveRate);
            })],
            PrecisionRecall = [.. drawn.Where(i => !double.IsNaN(averages[i])).Select(i =>
            {
                var curve = PrecisionRecallCurve.Of(predictions, i);
                return Thinned(matrix.ClassNames[i], averages[i], curve.Recall, curve.Precision);
            })],
        };
    }

    private static ReportClassCurve Thinned(string name, double area, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var count = Math.Min(x.Count, MostCurvePoints);
        int[] kept = [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (x.Count - 1) / (count - 1)))];
        return new(name, ReportCurves.Finite(area), [.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])]);
    }
}
