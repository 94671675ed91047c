using System.Globalization;

namespace Descent.Cli.Rendering;

/// <summary>A sweep over learning rates, for people and as JSON.</summary>
internal static class RateSweepText
{
    private const double HighestShown = 1.3;

    /// <summary>Draws the averaged loss over the rate and says which rate it suggests.</summary>
    public static void Write(TextWriter writer, TrainingSession session, RateSweep sweep, int width)
    {
        // The end, where the loss runs away, would press the valley flat.
        var shown = sweep.Points.Count > 1 ? sweep.Points : [sweep.Points[0], sweep.Points[0]];
        var highest = HighestShown * sweep.Points[0].Smoothed;
        FunctionPlot.Write(
            writer,
            new Curve("loss over the learning rate (logarithmic)", [.. shown.Select(point => point.Rate)], [.. shown.Select(point => Math.Min(point.Smoothed, highest))], []),
            width);
        writer.WriteLine();
        var table = new TextTable();
        table.Add("optimizer", session.Recipe.Optimizer!);
        table.Add("tried", string.Create(
            CultureInfo.InvariantCulture, $"{sweep.Points.Count} rates from {Numbers.Plain(sweep.Points[0].Rate)} to {Numbers.Plain(sweep.Points[^1].Rate)}"));
        var best = sweep.Points.MinBy(point => point.Smoothed)!;
        table.Add("lowest loss", $"{Numbers.Short(best.Smoothed)} at {Numbers.Plain(best.Rate)}");
        if (sweep.DivergedAt is { } end)
        {
            table.Add("runs away at", Numbers.Plain(end));
        }

        table.Add("suggested", sweep.Suggested is { } rate ? $"{Numbers.Plain(rate)}: {sweep.Reason}" : $"none: {sweep.Reason}");
        table.Write(writer, width);
        if (sweep.Suggested is { } found)
        {
            writer.WriteLine($"\nTrain with it:\n  descent train {Shell.Quote(session.Recipe.Source)} --optimizer \"{With(session.Recipe.Optimizer!, found)}\"");
        }
    }

    /// <summary>Writes one JSON object.</summary>
    public static void WriteJson(TrainingSession session, RateSweep sweep) => JsonLines.Write(line =>
    {
        line.WriteString("source", session.Recipe.Source);
        line.WriteString("optimizer", session.Recipe.Optimizer);
        line.Number("suggested", sweep.Suggested);
        line.WriteString("reason", sweep.Reason);
        line.Number("divergedAt", sweep.DivergedAt);
        line.WriteStartArray("points");
        foreach (var point in sweep.Points)
        {
            line.WriteStartObject();
            line.Number("rate", point.Rate);
            line.Number("loss", point.Loss);
            line.Number("averaged", point.Smoothed);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    // The optimizer's text with its rate replaced.
    private static string With(string optimizer, double rate)
    {
        var definition = Specification.Find(optimizer.Split(' ')[0], Catalog.Optimizers, "optimizer");
        var option = definition.Options.First(option => option.Name == "rate");
        var words = optimizer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = words.Skip(1).Where(word => word.Contains('=', StringComparison.Ordinal) && !option.Aliases.Prepend(option.Name).Contains(word.Split('=')[0]));
        return string.Join(' ', [words[0], $"rate={Numbers.Plain(rate)}", .. kept]);
    }
}
