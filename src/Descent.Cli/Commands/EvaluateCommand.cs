using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent evaluate</c>: how well a run's model does.</summary>
internal static class EvaluateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder that 'descent train' made" };
        var data = OptionFactory.Text("--data", "FILE", "A CSV file with the same columns, or npz or a data set by name for a run on arrays; else the run's own test part");
        var calibrate = new Option<bool>("--calibrate")
        {
            Description = "Fit the temperature of the probabilities on the validation part, and keep it in the run",
        };
        var json = CommonOptions.Json();
        var command = new Command("evaluate", "Measure a trained model on its test part or on another file") { run, data, calibrate, json };
        command.SetAction(parsed =>
        {
            var (folder, file) = (parsed.GetRequiredValue(run), parsed.Given(data));
            var saved = SavedRun.Load(folder);
            if (parsed.GetValue(calibrate))
            {
                Calibrate(saved, folder, file, parsed.GetValue(json));
                return ExitCode.Done;
            }

            var evaluation = saved.Evaluate(file);
            if (parsed.GetValue(json))
            {
                EvaluationText.WriteJson(folder, file, evaluation, saved.Temperature);
            }
            else
            {
                Console.Out.WriteLine(file ?? $"the test part of {folder}");
                EvaluationText.Write(Console.Out, evaluation, Terminal.OutputWidth, saved.Temperature);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent evaluate runs/RUN", "on what was kept for the test"),
            ("descent evaluate runs/RUN --calibrate", "make its confidence honest, and show by how much"),
            ("descent evaluate runs/RUN --data more.csv --json", "on other data"));
    }

    private static void Calibrate(SavedRun saved, string folder, string? file, bool json)
    {
        if (file is not null)
        {
            throw new SpecificationException("--calibrate goes by the run's own validation and test parts. Leave --data out; evaluate the file afterwards.");
        }

        var calibration = saved.Calibrate();
        if (json)
        {
            CalibrationText.WriteJson(folder, calibration);
        }
        else
        {
            CalibrationText.Write(Console.Out, folder, calibration, Terminal.OutputWidth);
        }
    }
}
