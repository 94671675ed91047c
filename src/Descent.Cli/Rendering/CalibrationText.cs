using System.Globalization;
using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>How confidence compares with accuracy, for people and as JSON.</summary>
internal static class CalibrationText
{
    private static readonly string[] Heading = ["confidence", "samples", "mean", "accuracy", ""];

    /// <summary>Writes the temperature, and the calibration error and reliability before and after.</summary>
    public static void Write(TextWriter writer, string run, Calibration calibration, int width)
    {
        var (before, after) = (calibration.Before, calibration.After);
        var table = new TextTable();
        table.Add("temperature", Numbers.Short(calibration.Temperature), $"fitted on {Numbers.Count(calibration.ValidationSamples)} validation samples");
        table.Add("on the test part", "before", "after");
        table.Add("  calibration error", Numbers.Short(Error(before)), Numbers.Short(Error(after)));
        table.Add("  log loss", Numbers.Short(before.Metrics["log-loss"]), Numbers.Short(after.Metrics["log-loss"]));
        table.Add("  accuracy", Numbers.Short(before.Accuracy), Numbers.Short(after.Accuracy));
        table.Write(writer, width);
        writer.WriteLine("\nbefore");
        WriteReliability(writer, before, width);
        writer.WriteLine("\nafter");
        WriteReliability(writer, after, width);
        writer.WriteLine($"\nThe temperature is kept in {run}: evaluate and predict use it from now on.");
    }

    /// <summary>Writes one JSON object.</summary>
    public static void WriteJson(string run, Calibration calibration) => JsonLines.Write(line =>
    {
        line.WriteString("run", run);
        line.Number("temperature", calibration.Temperature);
        line.WriteNumber("validationSamples", calibration.ValidationSamples);
        foreach (var (name, evaluation) in new[] { ("before", calibration.Before), ("after", calibration.After) })
        {
            line.WriteStartObject(name);
            line.Metrics("test", evaluation.Metrics, evaluation.Loss);
            WriteReliability(line, evaluation);
            line.WriteEndObject();
        }
    });

    /// <summary>Writes a line for each range of confidence that has samples.</summary>
    public static void WriteReliability(TextWriter writer, Evaluation evaluation, int width)
    {
        var rows = new List<string[]> { Heading };
        foreach (var bin in ReliabilityCurve.Of(evaluation.Predictions).Where(bin => bin.Count > 0))
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{bin.From:0.0} to {bin.To:0.0}");
            var bar = new string('#', (int)Math.Round(bin.Accuracy * 20));
            rows.Add([range, Numbers.Count(bin.Count), Numbers.Short(bin.Confidence), Numbers.Short(bin.Accuracy), width < 60 ? "" : bar]);
        }

        TextTable.WithNumbers(rows).Write(writer, width, indent: 2);
    }

    /// <summary>Adds the calibration error and the reliability curve to an object.</summary>
    public static void WriteReliability(Utf8JsonWriter line, Evaluation evaluation)
    {
        line.Number("calibrationError", Error(evaluation));
        line.WriteStartArray("reliability");
        foreach (var bin in ReliabilityCurve.Of(evaluation.Predictions))
        {
            line.WriteStartObject();
            line.Number("from", bin.From);
            line.Number("to", bin.To);
            line.WriteNumber("samples", bin.Count);
            line.Number("confidence", bin.Confidence);
            line.Number("accuracy", bin.Accuracy);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    }

    /// <summary>The expected calibration error.</summary>
    public static double Error(Evaluation evaluation) => new ExpectedCalibrationError().Compute(evaluation.Predictions);
}
