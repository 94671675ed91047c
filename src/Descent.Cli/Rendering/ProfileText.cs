using System.Globalization;
using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>A profile for people and for programs.</summary>
internal static class ProfileText
{
    /// <summary>Writes the machine, the step, and where its time goes.</summary>
    public static void Write(TextWriter writer, TrainingSession session, StepProfile profile, MachinePeak peak, int width)
    {
        MachineText.Write(writer, peak, width);
        writer.WriteLine();
        var step = new TextTable();
        step.Add("model", session.Recipe.Model!);
        step.Add("step", $"{Rates.Duration(profile.StepSeconds)} for {Numbers.Count(profile.SamplesPerStep)} samples, "
            + $"{Numbers.Count(profile.SamplesPerSecond)} samples a second");
        var reached = Rates.Percent(profile.LeastSeconds / profile.StepSeconds);
        step.Add("at the roof", $"{Rates.Duration(profile.LeastSeconds)}, so {reached} of it is reached; "
            + $"{Rates.Flops(profile.Cost.Flops / profile.StepSeconds)} in all");
        step.Write(writer, width);
        writer.WriteLine();
        WriteLines(writer, profile, width);
        writer.WriteLine();
        foreach (var sentence in TextTable.Wrap(
            $"Times are of one step, over {Numbers.Count(profile.Steps)} that were watched "
            + $"({Rates.Duration(profile.WatchedSeconds)} each). The last number compares with the roofline: "
            + "what this machine's measured peak and bandwidth allow for the arithmetic and the bytes.", width))
        {
            writer.WriteLine(sentence);
        }
    }

    /// <summary>Writes one object on one line.</summary>
    public static void WriteJson(TrainingSession session, StepProfile profile, MachinePeak peak) => JsonLines.Write(line =>
    {
        line.WriteString("event", "profile");
        line.WriteStartObject("machine");
        MachineText.WriteJson(line, peak);
        line.WriteEndObject();
        line.WriteString("source", session.Recipe.Source);
        line.WriteString("model", session.Recipe.Model);
        line.WriteNumber("batchSize", profile.SamplesPerStep);
        line.WriteNumber("steps", profile.Steps);
        line.Number("stepSeconds", profile.StepSeconds);
        line.Number("watchedSeconds", profile.WatchedSeconds);
        line.Number("leastSeconds", profile.LeastSeconds);
        line.Number("samplesPerSecond", profile.SamplesPerSecond);
        line.WriteStartArray("lines");
        foreach (var part in profile.Lines)
        {
            line.WriteStartObject();
            Write(line, part);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    private static void WriteLines(TextWriter writer, StepProfile profile, int width)
    {
        string[] head = ["share", "time", "calls", "rate", "of roof", "what"];
        var rows = profile.Lines.Select(line => new[]
        {
            Rates.Percent(line.Share),
            Rates.Duration(line.Seconds),
            line.Kind == ProfileKind.Operation ? line.Calls.ToString("0.##", CultureInfo.InvariantCulture) : "",
            Rate(line),
            line.FractionOfRoofline is { } part ? Rates.Percent(part) : "",
            $"{Name(line)} {line.Shapes}".TrimEnd(),
        }).Prepend(head).ToArray();
        TextTable.WithNumbers(rows).Write(writer, width);
    }

    private static string Rate(ProfileLine line) => line.FractionOfRoofline is null ? ""
        : line.IsBoundByArithmetic ? Rates.Flops(line.FlopsPerSecond)
        : Rates.Bytes(line.BytesPerSecond);

    private static string Name(ProfileLine line) => line.Kind switch
    {
        ProfileKind.Optimizer => $"update by {line.Name}",
        ProfileKind.Loader => "the next batch",
        ProfileKind.Rest => "the rest: record, memory, checks",
        _ => line.Name,
    };

    private static void Write(Utf8JsonWriter writer, ProfileLine line)
    {
        writer.WriteString("kind", Word(line.Kind));
        writer.WriteString("name", line.Name);
        writer.WriteString("shapes", line.Shapes);
        writer.Number("calls", line.Calls);
        writer.Number("seconds", line.Seconds);
        writer.Number("share", line.Share);
        writer.Number("flops", line.Cost.Flops);
        writer.Number("bytes", line.Cost.Bytes);
        writer.Number("leastSeconds", line.LeastSeconds);
        writer.Number("fractionOfRoofline", line.FractionOfRoofline);
    }

    private static string Word(ProfileKind kind) => kind switch
    {
        ProfileKind.Operation => "operation",
        ProfileKind.Optimizer => "optimizer",
        ProfileKind.Loader => "loader",
        _ => "rest",
    };
}
