using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent sweep</c>: many trainings from one recipe, side by side, and the best of them.</summary>
internal static class SweepCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new SweepOptions();
        var command = new Command("sweep", "Train many networks from one recipe, side by side, and find the best by the validation part");
        options.AddTo(command);
        command.SetAction(parsed => Run(options, parsed));
        return command.WithExamples(
            ("descent sweep iris --vary \"optimizer.rate=0.0001..0.1 log\" --vary batchSize=8,16,32 --trials 20", "20 by chance"),
            ("descent sweep digits --vary \"model=linear 10 | linear 64, relu, linear 10\" --vary epochs=5,10", "every combination"),
            ("descent sweep houses.csv --target price --vary \"optimizer.rate=0.0001..0.1 log\" --trials 27 --halving 3", "the bad ones stop early"),
            ("descent sweep recipe.yaml --parallel 4", "what varies is in the recipe; see docs/guide/sweeps.md"),
            ("descent sweep --resume sweeps/SWEEP", "go on where a sweep was left"));
    }

    private static int Run(SweepOptions options, ParseResult parsed)
    {
        using var interruption = new Interruption();
        var sweep = options.Sweep(parsed);
        var parallel = options.UseParallel(parsed, sweep.Trials.Count);
        ISweepView view = options.IsJson(parsed) ? new JsonSweepView()
            : options.IsQuiet(parsed) ? new QuietSweepView()
            : Terminal.ErrorIsTerminal ? new LiveSweepView()
            : new PlainSweepView(Console.Error);
        view.Begin(sweep, parallel);
        interruption.SaveFirst();
        SweepResult result;
        try
        {
            result = view.Watch(sweep, progress => sweep.Run(parallel, progress, interruption.Token));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder '{sweep.Folder.Path}' cannot be written: {error.Message.TrimEnd('.')}. What was there before is kept.", error);
        }

        view.End(sweep, result);
        if (!result.IsComplete)
        {
            var ended = result.Trials.Count(trial => trial.State is not (SweepTrialState.Waiting or SweepTrialState.Paused));
            Failure.Write($"Cancelled after {ended} of {result.Trials.Count} trials, and saved. Go on with:\n"
                + $"  descent sweep --resume {Shell.Quote(sweep.Folder.Path)}");
            return ExitCode.Cancelled;
        }

        if (result.Best is not null)
        {
            return ExitCode.Done;
        }

        Failure.Write($"None of the {result.Trials.Count} trials could be trained. The first says: {result.Trials[0].Message}");
        return ExitCode.Failed;
    }
}
