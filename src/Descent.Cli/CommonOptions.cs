using System.CommandLine;

namespace Descent.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>Whether errors come with their stack trace.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show stack traces of errors", Recursive = true };

    /// <summary>Whether the result is JSON.</summary>
    public static Option<bool> Json(string description = "Write the result as JSON") => new("--json") { Description = description };
}
