namespace Descent;

/// <summary>A range of residuals and how many lie in it.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Count">How many.</param>
public sealed record ReportBin(double From, double To, int Count);

/// <summary>One predicted value beside what is true, over samples.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Targets">What is true; of many samples an even choice.</param>
/// <param name="Predictions">What was predicted for the same samples.</param>
/// <param name="Residuals">The histogram of prediction minus truth, of all samples.</param>
/// <param name="Bias">The mean of prediction minus truth.</param>
public sealed record ReportValues(
    string Name, IReadOnlyList<double> Targets, IReadOnlyList<double> Predictions, IReadOnlyList<ReportBin> Residuals, double Bias)
{
    private const int MostPoints = 800;
    private const int MostValues = 4;
    private const int Bins = 30;

    /// <summary>The first values of predictions; without those that are no numbers.</summary>
    public static IReadOnlyList<ReportValues> Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return [.. Enumerable.Range(0, Math.Min(MostValues, predictions.Width)).Select(value => Of(predictions, value))];
    }

    /// <summary>A histogram over numbers that are finite.</summary>
    internal static IReadOnlyList<ReportBin> Histogram(IReadOnlyCollection<double> numbers, int bins)
    {
        if (numbers.Count == 0)
        {
            return [];
        }

        var (least, most) = (numbers.Min(), numbers.Max());
        var width = (most - least) / bins;
        if (!(width > 0) || !double.IsFinite(width))
        {
            return [new(least, most, numbers.Count)];
        }

        var counts = new int[bins];
        foreach (var number in numbers)
        {
            counts[Math.Min(bins - 1, (int)((number - least) / width))]++;
        }

        return [.. counts.Select((count, i) => new ReportBin(least + (i * width), least + ((i + 1) * width), count))];
    }

    private static ReportValues Of(Predictions predictions, int value)
    {
        var pairs = Enumerable.Range(0, predictions.Count)
            .Select(sample => (Target: predictions.Targets(sample)[value], Predicted: predictions.Outputs(sample)[value]))
            .Where(pair => double.IsFinite(pair.Target) && double.IsFinite(pair.Predicted))
            .ToArray();
        var residuals = Array.ConvertAll(pairs, pair => pair.Predicted - pair.Target);
        var shown = Math.Min(pairs.Length, MostPoints);
        var chosen = Enumerable.Range(0, shown).Select(i => pairs[(int)((long)i * pairs.Length / shown)]).ToArray();
        return new(
            predictions.Names[value],
            [.. chosen.Select(pair => pair.Target)],
            [.. chosen.Select(pair => pair.Predicted)],
            Histogram(residuals, Bins),
            residuals.Length == 0 ? 0 : residuals.Average());
    }
}
