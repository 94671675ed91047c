using System.CommandLine;
using System.Globalization;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent find-rate</c>: the loss over growing learning rates, and the rate that it suggests.</summary>
internal static class FindRateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new TrainOptions();
        var (lowest, highest) = (Rate("--lowest", "The rate to begin with (default 1e-6)"), Rate("--highest", "The rate to end with (default 10)"));
        var steps = OptionFactory.Integer("--steps", "How many rates to try (default 200)", 10);
        var csv = OptionFactory.Text("--csv", "FILE", "Write rate, loss and averaged loss of each step as CSV");
        var json = CommonOptions.Json("Write one JSON object");
        var command = new Command("find-rate", "Find a learning rate: take steps with growing rates and look where the loss falls and where it rises again");
        options.AddRecipeTo(command);
        foreach (var option in new System.CommandLine.Option[] { lowest, highest, steps, csv, json })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            using var interruption = new Interruption();
            interruption.SaveFirst();
            options.UseThreads(parsed);
            var session = TrainingSession.Create(options.Recipe(parsed));
            var sweep = LearningRateFinder.Of(session)
                .Over(parsed.Given(lowest), parsed.Given(highest), parsed.Given(steps))
                .Find(session.Data.Split.Train, session.Recipe.BatchSize!.Value, session.Recipe.Seed, new RateProgress(), interruption.Token);
            if (parsed.Given(csv) is { } path)
            {
                AtomicFile.Write(path, "rate,loss,averaged\n" + string.Concat(sweep.Points.Select(point =>
                    string.Create(CultureInfo.InvariantCulture, $"{point.Rate:R},{point.Loss:R},{point.Smoothed:R}\n"))));
            }

            if (parsed.GetValue(json))
            {
                RateSweepText.WriteJson(session, sweep);
            }
            else
            {
                RateSweepText.Write(Console.Out, session, sweep, Terminal.OutputWidth);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent find-rate digits", "for what 'descent train digits' would do; nothing is written"),
            ("descent find-rate houses.csv --optimizer momentum --csv rates.csv", "with the curve in a file"),
            ("descent find-rate recipe.yaml --json", ""));
    }

    /// <summary>On a terminal, one line that is written anew for each rate and goes at the end.</summary>
    private sealed class RateProgress : IProgress<RateTried>
    {
        public void Report(RateTried value)
        {
            if (Terminal.ErrorIsTerminal)
            {
                var line = $"rate {value.Step} of {value.Steps}: {Numbers.Plain(value.Rate)}";
                Console.Error.Write($"\r{line,-40}\r");
            }
        }
    }

    private static Option<double?> Rate(string name, string description)
        => OptionFactory.Number(name, "X", description, x => x > 0 && double.IsFinite(x), "above 0");
}
