using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Descent.Cli;

/// <summary>Says what is wrong with a command line, naming the nearest option or command.</summary>
internal static class UsageErrors
{
    /// <summary>The first thing that is wrong; null if nothing is.</summary>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action)
        {
            return null;
        }

        var command = parsed.CommandResult;
        var words = command.Command.Arguments
            .SelectMany(argument => command.GetResult(argument)?.Tokens ?? [])
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens);
        if (words.FirstOrDefault(word => word.Length > 1 && word[0] == '-') is { } option)
        {
            return UnknownOption(command, option.Split('=')[0]);
        }

        if (parsed.UnmatchedTokens is [var word, ..])
        {
            return command.Command.Subcommands.Count > 0
                ? $"There is no command '{Path(command)} {word}'. "
                    + NearestNames.Suggest(word, command.Command.Subcommands.Select(inner => inner.Name))
                : $"'{word}' is one word too many for '{Path(command)}'. Put text with blanks in quotes.";
        }

        return parsed.Errors is [var error, ..] ? error.Message : null;
    }

    /// <summary>The command as it is typed: <c>descent data info</c>.</summary>
    public static string Path(CommandResult command)
    {
        var names = new List<string>();
        for (SymbolResult? result = command; result is CommandResult { Command: not RootCommand } inner; result = result.Parent)
        {
            names.Insert(0, inner.Command.Name);
        }

        return string.Join(' ', names.Prepend("descent"));
    }

    private static string UnknownOption(CommandResult command, string given)
    {
        var known = command.Command.Options.Select(option => option.Name).Append(CommonOptions.Verbose.Name).Append("--help");
        return $"There is no option '{given}' for '{Path(command)}'. {NearestNames.Suggest(given, known)}";
    }
}
