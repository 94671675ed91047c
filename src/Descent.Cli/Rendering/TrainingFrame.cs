using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Descent.Cli.Rendering;

/// <summary>Draws where a training stands, in lines no wider than the terminal.</summary>
internal static class TrainingFrame
{
    private const int WidestBar = 40;
    private const int NarrowestBar = 6;
    private const int WidestCurve = 80;

    /// <summary>Bars for epochs and batches, the losses as numbers and as curves, speed and time left.</summary>
    public static IRenderable Draw(TrainingProgress progress, int width)
    {
        var plan = progress.Plan;
        var lines = new List<string>
        {
            Bar("epoch", progress.EpochsDone, plan.Epochs, width, "green"),
            Bar("batch", progress.BatchesDone, plan.BatchesPerEpoch, width, "blue"),
        };
        lines.AddRange(Flow(Numbered(progress), width));
        var losses = progress.TrainLosses.Concat(progress.ValidationLosses).Where(double.IsFinite).ToArray();
        if (losses.Length > 0)
        {
            lines.Add(Curve("train", progress.TrainLosses, losses, width, "yellow"));
            if (progress.ValidationLosses.Count > 0)
            {
                lines.Add(Curve("valid", progress.ValidationLosses, losses, width, "aqua"));
            }
        }

        return new Rows(lines.Select(line => new Markup(line).Overflow(Overflow.Ellipsis)));
    }

    private static IEnumerable<string> Numbered(TrainingProgress progress)
    {
        var isUnderway = progress.BatchesDone > 0 && progress.EpochsDone < progress.Plan.Epochs;
        var loss = isUnderway ? progress.Batch?.Loss : progress.Epoch?.TrainLoss;
        if (loss is { } train)
        {
            yield return $"train loss {Numbers.Short(train)}";
        }

        if (progress.Epoch is { } epoch)
        {
            if (epoch.ValidationLoss is { } validation)
            {
                yield return $"validation loss {Numbers.Short(validation)}";
            }

            foreach (var (name, value) in epoch.Metrics.Take(2))
            {
                yield return $"{Numbers.Words(name)} {Numbers.Short(value)}";
            }
        }

        if ((progress.Batch?.LearningRate ?? progress.Epoch?.LearningRate) is { } rate)
        {
            yield return $"rate {Numbers.Plain(rate)}";
        }

        yield return $"{Numbers.Count(progress.SamplesPerSecond)} samples/s";
        if (progress.SecondsLeft is { } left)
        {
            yield return $"{Numbers.Time(left)} left";
        }
    }

    /// <summary>A bar with the count that is done.</summary>
    internal static string Bar(string name, int done, int total, int width, string colour)
    {
        var count = $" {done.ToString().PadLeft(total.ToString().Length)}/{total}";
        var length = Math.Clamp(width - name.Length - 2 - count.Length, NarrowestBar, WidestBar);
        var filled = (int)((long)length * done / Math.Max(1, total));
        return $"{name} [{colour}]{new string('━', filled)}[/][grey]{new string('─', length - filled)}[/]{count}";
    }

    private static string Curve(string name, IReadOnlyList<double> values, double[] all, int width, string colour)
    {
        var length = Math.Clamp(width - name.Length - 2, NarrowestBar, WidestCurve);
        return $"{name} [{colour}]{Sparkline.Draw(values, length, all.Min(), all.Max())}[/]";
    }

    // Words side by side, as many to a line as fit.
    private static IEnumerable<string> Flow(IEnumerable<string> parts, int width)
    {
        var line = new StringBuilder();
        foreach (var part in parts.Select(Markup.Escape))
        {
            if (line.Length > 0 && line.Length + 3 + part.Length > width - 1)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? "   " : "").Append(part);
        }

        yield return line.ToString();
    }
}
