using System.Diagnostics;

namespace Descent.App.Tests;

/// <summary>What a program left behind.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors);

/// <summary>Runs programs as a user does at a prompt, and ends them when they take too long.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs <c>dotnet</c> in a folder; what it must find differently is set by environment variables.</summary>
    public static Task<Finished> Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => Start("dotnet", folder, environment, arguments);

    /// <inheritdoc cref="Run"/>
    /// <param name="program">The program in place of <c>dotnet</c>.</param>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">The arguments.</param>
    public static async Task<Finished> Start(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own settings must not reach a build.
        string[] variables = [.. start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (var variable in variables)
        {
            start.Environment.Remove(variable);
        }

        // A build server that outlives the command would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "false";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new Finished(process.ExitCode, await output, await errors);
    }
}
