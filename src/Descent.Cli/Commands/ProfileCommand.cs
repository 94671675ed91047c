using System.CommandLine;
using System.CommandLine.Parsing;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent profile</c>: where the time of a training step goes, against what the machine can do.</summary>
internal static class ProfileCommand
{
    private const double UsualSeconds = 3;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new TrainOptions();
        var seconds = OptionFactory.Number(
            "--seconds", "X", "How long to train for it (default 3)", x => x is > 0 and <= 3600, "above 0 and at most 3600, such as 3");
        var shapes = new Option<bool>("--shapes") { Description = "A line for each shape, not one for each operation" };
        var json = CommonOptions.Json();
        var command = new Command(
            "profile", "Show where the time of a training step goes, by operation, and how near it comes to what the machine can do");
        options.AddRecipeTo(command);
        command.Add(seconds);
        command.Add(shapes);
        command.Add(json);
        command.SetAction(parsed => Run(
            options, parsed, TimeSpan.FromSeconds(parsed.Given(seconds) ?? UsualSeconds), parsed.GetValue(shapes), parsed.GetValue(json)));
        return command.WithExamples(
            ("descent profile digits", "the training that 'descent train digits' would do; nothing is written"),
            ("descent profile digits --model \"linear 512, relu, linear 10\" --batch-size 128 --shapes", ""),
            ("descent profile runs/RUN/recipe.json --threads 1", "what a run was made of, on one thread"));
    }

    private static int Run(TrainOptions options, ParseResult parsed, TimeSpan duration, bool byShape, bool json)
    {
        using var interruption = new Interruption();
        options.UseThreads(parsed);
        var session = TrainingSession.Create(options.Recipe(parsed));
        var peak = MachinePeak.Measure(cancellation: interruption.Token);
        var profile = StepProfiler.Of(session, byShape).Run(peak, duration, interruption.Token);
        if (json)
        {
            ProfileText.WriteJson(session, profile, peak);
        }
        else
        {
            ProfileText.Write(Console.Out, session, profile, peak, Terminal.OutputWidth);
        }

        return ExitCode.Done;
    }
}
