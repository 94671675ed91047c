using System.Diagnostics;
using System.Text.Json;

namespace Descent.App.Tests.Cli;

/// <summary>What a run of the tool gave.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as JSON, one object a line.</summary>
    public IReadOnlyList<JsonElement> Json
        => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Fails, with all that was written, unless the exit code is the expected one and there is no stack trace.</summary>
    public ToolResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}\n--- output\n{Output}\n--- error\n{Error}");
        Assert.DoesNotContain("   at ", Output + Error, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>Runs the built command as a process of its own, as a user does.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end in a folder.</summary>
    public static ToolResult Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <summary>Runs it to its end with variables set.</summary>
    public static ToolResult Run(string folder, (string Name, string Value)[] variables, params string[] arguments)
    {
        using var process = Start(folder, variables, arguments);
        return Finish(process);
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string folder, (string Name, string Value)[] variables, params string[] arguments)
    {
        // A runner in the background ignores Ctrl+C, and what it starts would, too.
        string[] prefix = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var tool = Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll");
        var start = new ProcessStartInfo(prefix[0], [.. prefix[1..], tool, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static ToolResult Finish(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The tool did not end within {Patience}.\n{output.Result}\n{error.Result}");
        }

        return new ToolResult(process.ExitCode, output.Result, error.Result);
    }
}
