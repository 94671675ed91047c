using System.Globalization;

namespace Descent;

/// <summary>One sample that the model got wrong.</summary>
public sealed record ReportSample
{
    /// <summary>Its place in the test part, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What it is: a class, or a value.</summary>
    public required string Actual { get; init; }

    /// <summary>What was predicted.</summary>
    public required string Predicted { get; init; }

    /// <summary>The probability of what was predicted; null for values.</summary>
    public double? Confidence { get; init; }

    /// <summary>The probability of what is true; null for values.</summary>
    public double? ActualProbability { get; init; }

    /// <summary>Prediction minus truth; null for classes.</summary>
    public double? Residual { get; init; }

    /// <summary>The pixels of an image from 0 to 255, [channels, height, width], in Base64; null for what is none.</summary>
    public string? Picture { get; init; }

    /// <summary>The values of a row, in the order of <see cref="ReportSamples.Columns"/>, as the table had them.</summary>
    public IReadOnlyList<string> Row { get; init; } = [];
}

/// <summary>The samples that the model got most wrong.</summary>
public sealed record ReportSamples
{
    private const int MostSamples = 24;
    private const int MostColumns = 12;
    private const int LongestText = 60;
    private const int LargestPicture = 64 * 64 * 3;

    /// <summary>What the values of rows are called; empty for images.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Channels, height and width of the pictures; empty for rows.</summary>
    public IReadOnlyList<int> PictureShape { get; init; } = [];

    /// <summary>Those with the highest loss: the truth had the least probability, or the value was furthest away.</summary>
    public IReadOnlyList<ReportSample> Worst { get; init; } = [];

    /// <summary>Wrong classes that were predicted with the most confidence; such labels may be wrong themselves. Empty for values, and of two classes, where these are the same.</summary>
    public IReadOnlyList<ReportSample> Confident { get; init; } = [];

    /// <summary>How many samples were wrong; for values all.</summary>
    public int Wrong { get; init; }

    /// <summary>Finds them.</summary>
    /// <param name="predictions">The predictions for the samples.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="encoder">How the columns of a table became numbers; null for what is no table.</param>
    public static ReportSamples Of(Predictions predictions, Dataset samples, TabularEncoder? encoder)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(samples);
        var view = new SampleView(samples, encoder);
        var all = Enumerable.Range(0, predictions.Count);
        if (predictions.Task == TaskKind.Regression)
        {
            var ordered = all.Where(i => double.IsFinite(Residual(predictions, i))).OrderByDescending(i => Math.Abs(Residual(predictions, i))).ToArray();
            return view.Describe(ordered.Length, [.. ordered.Take(MostSamples).Select(i => OfValue(predictions, i))], []);
        }

        int[] wrong = [.. all.Where(i => predictions.PredictedLabels[i] != predictions.Labels[i])];
        return view.Describe(
            wrong.Length,
            [.. wrong.OrderBy(i => predictions.Outputs(i)[predictions.Labels[i]]).Take(MostSamples).Select(i => OfClass(predictions, i))],
            predictions.Width == 2 ? [] : [.. wrong.OrderByDescending(i => predictions.Outputs(i)[predictions.PredictedLabels[i]]).Take(MostSamples).Select(i => OfClass(predictions, i))]);
    }

    private static double Residual(Predictions predictions, int sample) => predictions.Outputs(sample)[0] - predictions.Targets(sample)[0];

    private static ReportSample OfClass(Predictions predictions, int sample)
    {
        var (actual, predicted) = (predictions.Labels[sample], predictions.PredictedLabels[sample]);
        return new ReportSample
        {
            Index = sample,
            Actual = Short(predictions.Names[actual]),
            Predicted = Short(predictions.Names[predicted]),
            Confidence = ReportCurves.Finite(predictions.Outputs(sample)[predicted]),
            ActualProbability = ReportCurves.Finite(predictions.Outputs(sample)[actual]),
        };
    }

    private static ReportSample OfValue(Predictions predictions, int sample) => new()
    {
        Index = sample,
        Actual = Number(predictions.Targets(sample)[0]),
        Predicted = Number(predictions.Outputs(sample)[0]),
        Residual = Residual(predictions, sample),
    };

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";

    /// <summary>How samples are shown: as pictures, or as rows of named columns.</summary>
    private sealed class SampleView(Dataset samples, TabularEncoder? encoder)
    {
        private readonly bool isPicture = samples.ImageShape is { } image && image.Count <= LargestPicture && image[0] is 1 or 3;

        private IReadOnlyList<string> Columns => encoder is not null ? [.. encoder.Columns.Select(column => column.Name)]
            : samples.FeatureNames.Count > 0 ? samples.FeatureNames
            : [.. Enumerable.Range(0, samples.InputShape.Count).Select(i => $"input {i}")];

        public ReportSamples Describe(int wrong, IReadOnlyList<ReportSample> worst, IReadOnlyList<ReportSample> confident) => new()
        {
            Wrong = wrong,
            Columns = isPicture ? [] : [.. Columns.Take(MostColumns).Select(Short)],
            PictureShape = isPicture ? [.. Enumerable.Range(0, 3).Select(i => samples.ImageShape![i])] : [],
            Worst = [.. worst.Select(WithInput)],
            Confident = [.. confident.Select(WithInput)],
        };

        private ReportSample WithInput(ReportSample sample)
            => isPicture ? sample with { Picture = Picture(sample.Index) } : sample with { Row = Row(sample.Index) };

        private string Picture(int index)
        {
            var most = samples.InputMaximum ?? 0;
            var stored = samples.WithScaling(InputScaling.None).Input(index);
            var (low, high) = most > 0 ? (0, most) : (stored.Min(), Math.Max(stored.Max(), stored.Min() + 1e-9f));
            return Convert.ToBase64String(Array.ConvertAll(stored, value => (byte)Math.Clamp((value - low) / (high - low) * 255, 0, 255)));
        }

        private string[] Row(int index)
        {
            if (encoder is null)
            {
                return [.. samples.WithScaling(InputScaling.None).Input(index).Take(MostColumns).Select(value => value.ToString("G6", CultureInfo.InvariantCulture))];
            }

            var input = samples.Input(index);
            var (cells, offset) = (new List<string>(), 0);
            foreach (var column in encoder.Columns.Take(MostColumns))
            {
                cells.Add(Short(column.Decode(input.AsSpan(offset, column.Width))));
                offset += column.Width;
            }

            return [.. cells];
        }
    }
}
