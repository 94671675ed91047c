using System.CommandLine;

namespace Descent.Cli.Commands;

/// <summary><c>descent explain</c>: one step of training with symbols and numbers.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var what = new Argument<string>("WHAT") { Description = $"{string.Join(", ", WorkedExplanations.Names)}, or a run folder" };
        var weight = OptionFactory.Text("--weight", "NAME", "Tell about one weight too: \"layer 2 [3,5]\" (from 1) or \"0.weight [3,5]\" (from 0)");
        var command = new Command("explain", "Explain one step of training: forward pass, loss, chain rule, update") { what, weight };
        command.SetAction(parsed =>
        {
            Console.Out.Write(ExplanationText.Write(WorkedExplanations.Of(parsed.GetRequiredValue(what), parsed.Given(weight))));
            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent explain two-two-one", "a textbook's network, every number of one step"));
    }
}
