using Spectre.Console;
using Spectre.Console.Rendering;

namespace Descent.Cli.Rendering;

/// <summary>Draws where a sweep stands, in lines no wider than the terminal and fewer than it has.</summary>
internal static class SweepFrame
{
    private const int MostBest = 8;
    private const int FewestLines = 6;
    private const int WordWidth = 5;

    /// <summary>A bar, the best trials so far, and those that train.</summary>
    public static IRenderable Draw(SweepProgress progress, int width, int height)
    {
        var room = Math.Max(FewestLines, height - 4);
        var left = progress.SecondsLeft is { } seconds ? $"   {Numbers.Time(seconds)} left" : "";
        var failed = progress.Failed > 0 ? $"   {progress.Failed} failed" : "";
        var lines = new List<string>
        {
            TrainingFrame.Bar("trials", progress.Ended, progress.Plan.Trials, width, "green"),
        };
        if (left.Length + failed.Length > 0)
        {
            lines.Add(Line("     ", (left + failed).Trim(), width));
        }

        var ranked = progress.Ranked;
        lines.AddRange(ranked.Take(Math.Min(MostBest, room / 2)).Select((trial, i) => Line(
            i == 0 ? "[aqua]best[/]" : "    ", $"{Numbers.Short(trial.Score!.Value)}  trial {trial.Trial}  {SweepText.Values(trial)}", width)));
        lines.AddRange(progress.Training.Take(room - lines.Count).Select(one => Line(
            "[yellow]now[/] ", $"{Losses(one.Last)}  trial {one.Trial.Trial}  epoch {one.Done}/{one.Epochs}  {SweepText.Values(one.Trial)}", width)));
        return new Rows(lines.Select(line => new Markup(line).Overflow(Overflow.Ellipsis)));
    }

    // One line for each trial: a wrapped one would make the frame jump.
    private static string Line(string word, string text, int width)
    {
        var room = Math.Max(1, width - WordWidth - 1);
        return $"{word} {Markup.Escape(text.Length <= room ? text : $"{text[..(room - 1)]}…")}";
    }

    private static string Losses(EpochEnded? epoch) => (epoch?.ValidationLoss ?? epoch?.TrainLoss) is { } loss ? Numbers.Short(loss) : "  ...";
}
