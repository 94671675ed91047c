using System.Text.Json;

namespace Descent;

/// <summary>What was measured after each epoch, column by column; null where there is none, or it was no number.</summary>
public sealed record ReportCurves
{
    /// <summary>The most epochs in a report; of more, those with the least and the greatest loss of each stretch are kept, so that no peak is lost.</summary>
    public const int MostPoints = 1000;

    /// <summary>The epochs, from 1.</summary>
    public IReadOnlyList<int> Epochs { get; init; } = [];

    /// <summary>The mean loss on the training part.</summary>
    public IReadOnlyList<double?> TrainLoss { get; init; } = [];

    /// <summary>The mean loss on the validation part.</summary>
    public IReadOnlyList<double?> ValidationLoss { get; init; } = [];

    /// <summary>The metrics on the validation part, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>> Metrics { get; init; } = new Dictionary<string, IReadOnlyList<double?>>();

    /// <summary>The learning rate.</summary>
    public IReadOnlyList<double?> LearningRate { get; init; } = [];

    /// <summary>Training samples a second.</summary>
    public IReadOnlyList<double?> SamplesPerSecond { get; init; } = [];

    /// <summary>The seconds of all epochs, those left out of the columns included.</summary>
    public double Seconds { get; init; }

    /// <summary>How many epochs there were.</summary>
    public int Count { get; init; }

    /// <summary>The epoch with the lowest validation loss (training loss without validation), from 1; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The columns of epochs.</summary>
    public static ReportCurves Of(IReadOnlyList<EpochEnded> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var kept = Kept(history);
        return new ReportCurves
        {
            Epochs = [.. kept.Select(epoch => epoch.Epoch)],
            TrainLoss = [.. kept.Select(epoch => Finite(epoch.TrainLoss))],
            ValidationLoss = kept.Any(epoch => epoch.ValidationLoss is not null) ? [.. kept.Select(epoch => Finite(epoch.ValidationLoss))] : [],
            Metrics = kept.SelectMany(epoch => epoch.Metrics.Keys).Distinct().Take(20).ToDictionary(
                name => name,
                name => (IReadOnlyList<double?>)[.. kept.Select(epoch => epoch.Metrics.TryGetValue(name, out var value) ? Finite(value) : null)]),
            LearningRate = [.. kept.Select(epoch => Finite(epoch.LearningRate))],
            SamplesPerSecond = [.. kept.Select(epoch => Finite(epoch.SamplesPerSecond))],
            Seconds = history.Sum(epoch => Finite(epoch.Seconds) ?? 0),
            Count = history.Count,
            BestEpoch = history.Where(epoch => Finite(Score(epoch)) is not null).MinBy(Score)?.Epoch ?? 0,
        };
    }

    /// <summary>
    /// The epochs that a run folder tells of. A last line that is being written, or was cut off, is left out; so is what a newer run wrote over.
    /// </summary>
    public static IReadOnlyList<EpochEnded> Read(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var history = new List<EpochEnded>();
        try
        {
            using var stream = new FileStream(folder.MetricsFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (JsonSerializer.Deserialize(line, MetricsJson.Default.EpochEnded) is not { Metrics: not null } epoch)
                {
                    break;
                }

                history.Add(epoch);
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            // What was read until there is true.
        }

        return history;
    }

    /// <summary>
    /// Losses and metrics smoothed over epochs: s_t = w s_(t-1) + (1 - w) y_t, divided by 1 - w^t, so that the first values do not lean to 0. What is
    /// missing is passed over.
    /// </summary>
    /// <param name="weight">The weight w of what was before, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not.</exception>
    public ReportCurves Smoothed(double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(weight, 1);
        return this with
        {
            TrainLoss = Smooth(TrainLoss, weight),
            ValidationLoss = Smooth(ValidationLoss, weight),
            Metrics = Metrics.ToDictionary(metric => metric.Key, metric => Smooth(metric.Value, weight)),
        };
    }

    /// <summary>The number, or null where it is none that JSON and charts know.</summary>
    internal static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static IReadOnlyList<double?> Smooth(IReadOnlyList<double?> column, double weight)
    {
        var (sum, share) = (0.0, 0.0);
        return [.. column.Select(value =>
        {
            if (value is not { } number)
            {
                return value;
            }

            (sum, share) = ((weight * sum) + ((1 - weight) * number), (weight * share) + 1 - weight);
            return sum / share;
        })];
    }

    private static double Score(EpochEnded epoch) => epoch.ValidationLoss ?? epoch.TrainLoss;

    private static IReadOnlyList<EpochEnded> Kept(IReadOnlyList<EpochEnded> history)
    {
        if (history.Count <= MostPoints)
        {
            return history;
        }

        var stretch = (history.Count - 2 + (MostPoints / 2) - 1) / ((MostPoints / 2) - 1);
        var inner = history.Skip(1).SkipLast(1).Chunk(stretch)
            .SelectMany(part => new[] { part.MinBy(Score)!, part.MaxBy(Score)! }.DistinctBy(epoch => epoch.Epoch).OrderBy(epoch => epoch.Epoch));
        return [history[0], .. inner, history[^1]];
    }
}
