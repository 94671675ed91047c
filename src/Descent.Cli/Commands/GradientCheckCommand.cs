using System.CommandLine;
using System.CommandLine.Parsing;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent gradcheck</c>: the gradients of a training against differences of its loss.</summary>
internal static class GradientCheckCommand
{
    private const int UsualSamples = 4;
    private const int UsualElements = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new TrainOptions();
        var samples = OptionFactory.Integer("--samples", $"How many samples the loss is of (default {UsualSamples})", 1);
        var elements = OptionFactory.Integer("--elements", $"How many elements of each parameter (default {UsualElements})", 1);
        var json = CommonOptions.Json();
        var command = new Command("gradcheck", "Compare the gradients of a training, in 64 bits, with differences of its loss");
        options.AddRecipeTo(command);
        command.Add(samples);
        command.Add(elements);
        command.Add(json);
        command.SetAction(parsed => Run(
            options, parsed, parsed.GetValue(samples) ?? UsualSamples, parsed.GetValue(elements) ?? UsualElements, parsed.GetValue(json)));
        return command.WithExamples(
            ("descent gradcheck iris", "the training that 'descent train iris' would do"),
            ("descent gradcheck digits --model \"conv 8 3x3, relu, flatten, linear 10\" --elements 100", ""));
    }

    private static int Run(TrainOptions options, ParseResult parsed, int samples, int elements, bool json)
    {
        using var interruption = new Interruption();
        options.UseThreads(parsed);
        var session = TrainingSession.Create(options.Recipe(parsed));
        var audit = GradientAudit.Of(session, samples, elements, interruption.Token);
        if (json)
        {
            GradientAuditText.WriteJson(session, audit);
        }
        else
        {
            GradientAuditText.Write(Console.Out, session, audit, Terminal.OutputWidth);
        }

        return audit.Agrees ? ExitCode.Done : ExitCode.Failed;
    }
}
