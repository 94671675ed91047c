using System.CommandLine;
using Descent.Cli.Imports;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent predict</c>: what a run's model says about new data.</summary>
internal static class PredictCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder that 'descent train' made, or an ONNX file" };
        var data = OptionFactory.Text("--data", "FILE", "A CSV file with the columns trained on, the target may be missing; or npz for a run on arrays");
        data.Required = true;
        var output = OptionFactory.Text("--out", "FILE", "Where predictions go; else standard output");
        var json = CommonOptions.Json("Write one JSON object a line in place of CSV");
        var command = new Command("predict", "Predict for new data: the class and each one's probability, or the value, as CSV")
        {
            run, data, output, json,
        };
        command.SetAction(parsed =>
        {
            var (model, file) = (parsed.GetRequiredValue(run), parsed.Given(data)!);
            var isOnnx = Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
            var table = isOnnx ? OnnxPrediction.Predict(model, file) : SavedRun.Load(model).Predict(file);
            Action<Stream, PredictionTable> write = parsed.GetValue(json) ? PredictionJson.Write : WriteCsv;
            if (parsed.Given(output) is { } path)
            {
                AtomicFile.Write(path, stream => write(stream, table));
                Console.Error.WriteLine($"{Numbers.Count(table.Rows.Count)} predictions are in {path}");
            }
            else
            {
                using var stream = Console.OpenStandardOutput();
                write(stream, table);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent predict runs/RUN --data new.csv", "to standard output"),
            ("descent predict runs/RUN --data new.csv --out predictions.csv", "to a file, whole or not at all"));
    }

    private static void WriteCsv(Stream stream, PredictionTable table)
    {
        using var writer = new StreamWriter(stream, bufferSize: 1 << 16, leaveOpen: true);
        table.WriteCsv(writer);
    }
}
