using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Descent.Cli;

/// <summary>The help of a command, with examples after the options.</summary>
internal static class Help
{
    private static readonly Dictionary<Command, (string Line, string Meaning)[]> Examples = [];

    /// <summary>Gives a command examples to show in its help.</summary>
    public static Command WithExamples(this Command command, params (string Line, string Meaning)[] examples)
    {
        Examples[command] = examples;
        return command;
    }

    /// <summary>Makes <c>--help</c> show examples, and makes a command that only has subcommands show its help.</summary>
    public static void Install(RootCommand root, (string Line, string Meaning)[] examples)
    {
        root.WithExamples(examples);
        var option = root.Options.OfType<HelpOption>().Single();
        var shown = new HelpAndExamples((HelpAction)option.Action!);
        option.Action = shown;
        ShowWhereNothingElseIsDone(root, shown);
    }

    private static void ShowWhereNothingElseIsDone(Command command, HelpAndExamples shown)
    {
        command.Action ??= shown;
        foreach (var inner in command.Subcommands)
        {
            ShowWhereNothingElseIsDone(inner, shown);
        }
    }

    private sealed class HelpAndExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            inner.Invoke(parseResult);
            if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var examples))
            {
                return ExitCode.Done;
            }

            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            var commented = examples.Where(example => example.Meaning.Length > 0);
            var width = commented.Select(example => example.Line.Length).DefaultIfEmpty().Max() + 2;
            foreach (var (line, meaning) in examples)
            {
                output.WriteLine($"  {line.PadRight(width)}{meaning}".TrimEnd());
            }

            output.WriteLine();
            return ExitCode.Done;
        }
    }
}
