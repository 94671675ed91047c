using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent train</c>: from a source to a run folder with the trained model.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new TrainOptions();
        var command = new Command("train", "Train a network on a data set, a table of your own, or by a recipe");
        options.AddTo(command);
        command.SetAction(parsed => Run(options, parsed));
        return command.WithExamples(
            ("descent train iris", "a built-in data set; everything else is chosen, and said"),
            ("descent train houses.csv --target price --ignore id", "a table of your own"),
            ("descent train digits --model \"linear 64, relu, linear 10\" --loss cross-entropy", ""),
            ("descent train mnist --optimizer \"adam rate=0.002\" --epochs 5 --out runs/mnist", ""),
            ("descent train recipe.yaml", "all of it in a file; see docs/guide/recipes.md"),
            ("descent train iris --folds 5", "a run for each of five folds, then mean and deviation of the metrics"),
            ("descent train flowers.npz --from runs/RUN --freeze 0,1", "begin with trained weights, and leave the first layers as they are"),
            ("descent train --resume runs/mnist --epochs 10", "go on where a run was left"),
            ("descent train runs/mnist/recipe.json --seed 1", "repeat a run, with a change"));
    }

    private static int Run(TrainOptions options, ParseResult parsed)
    {
        using var interruption = new Interruption();
        options.UseThreads(parsed);
        if (options.Folds(parsed) is { } folds)
        {
            return RunFolds(options, parsed, folds, interruption);
        }

        var session = options.Session(parsed);
        var result = Train(View(options, parsed), session, interruption);
        if (result.Run.Reason != StopReason.Cancelled)
        {
            return ExitCode.Done;
        }

        Failure.Write($"Cancelled after {result.Run.History.Count} of {session.Recipe.Epochs} epochs, and saved. Go on with:\n"
            + $"  descent train --resume {Shell.Quote(session.Folder.Path)}");
        return ExitCode.Cancelled;
    }

    private static int RunFolds(TrainOptions options, ParseResult parsed, CrossValidation folds, Interruption interruption)
    {
        interruption.SaveFirst();
        var results = options.IsQuiet(parsed) && !options.IsJson(parsed)
            ? folds.Run(null, interruption.Token)
            : folds.Run(session => Train(View(options, parsed), session, interruption), interruption.Token);
        if (results.Count == folds.Folds)
        {
            FoldsText.Write(folds, results, options.IsJson(parsed));
            return ExitCode.Done;
        }

        Failure.Write($"Cancelled after {results.Count} of {folds.Folds} folds, and saved. Go on with:\n  descent train --resume {Shell.Quote(folds.Path)}");
        return ExitCode.Cancelled;
    }

    private static ITrainingView View(TrainOptions options, ParseResult parsed) => options.IsJson(parsed) ? new JsonTrainingView()
        : options.IsQuiet(parsed) ? new QuietTrainingView()
        : Terminal.ErrorIsTerminal ? new LiveTrainingView()
        : new PlainTrainingView(Console.Error);

    private static SessionResult Train(ITrainingView view, TrainingSession session, Interruption interruption)
    {
        view.Begin(session);
        interruption.SaveFirst();
        SessionResult result;
        try
        {
            result = view.Watch(progress => session.Run(progress, interruption.Token));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The run folder '{session.Folder.Path}' cannot be written: {error.Message.TrimEnd('.')}. What was there before is kept.", error);
        }

        catch (NonFiniteException error)
        {
            throw new DescentException($"{error.Message}\nWhat led to it: descent doctor {Shell.Quote(session.Folder.Path)}", error);
        }

        view.End(session, result);
        return result;
    }
}
