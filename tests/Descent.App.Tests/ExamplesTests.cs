using System.Diagnostics;
using Xunit.Abstractions;

namespace Descent.App.Tests;

/// <summary>Every program under examples/ builds, runs and reaches the result that it states; one after another.</summary>
[Collection("examples")]
public class ExamplesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.cs").Select(path => Path.GetFileName(path)).Order());

    private static string Folder { get; } = Repository.PathOf("examples");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_Example_ReachesItsResult(string name)
    {
        using var process = Start(name);
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
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

        output.WriteLine(await text);
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}.\n{await text}\n{await errors}");
        Assert.Contains("ust be", await text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Source_Example_IsShort(string name) => Assert.InRange(File.ReadAllLines(Path.Combine(Folder, name)).Length, 5, 60);

    private static Process Start(string name)
    {
        var start = new ProcessStartInfo("dotnet", ["run", name])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own settings must not reach the program's build.
        string[] variables = [.. start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (var variable in variables)
        {
            start.Environment.Remove(variable);
        }

        return Process.Start(start)!;
    }
}
