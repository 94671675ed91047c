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
        var json = CommonOptions.Json();
        var command = new Command("evaluate", "Measure a trained model on its test part or on another file") { run, data, json };
        command.SetAction(parsed =>
        {
            var (folder, file) = (parsed.GetRequiredValue(run), parsed.Given(data));
            var evaluation = SavedRun.Load(folder).Evaluate(file);
            if (parsed.GetValue(json))
            {
                EvaluationText.WriteJson(folder, file, evaluation);
            }
            else
            {
                Console.Out.WriteLine(file ?? $"the test part of {folder}");
                EvaluationText.Write(Console.Out, evaluation, Terminal.OutputWidth);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent evaluate runs/RUN", "on what was kept for the test"),
            ("descent evaluate runs/RUN --data more.csv --json", "on other data"));
    }
}
