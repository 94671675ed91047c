using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Descent.App.Tests.Training;

/// <summary>A <c>descent</c> command as a process of its own, which can be killed.</summary>
internal sealed class TrainingProcess : IDisposable
{
    private const int Interrupt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private TrainingProcess(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => process.HasExited;

    public static TrainingProcess Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new TrainingProcess(start);
    }

    /// <summary>Runs to the end and expects success.</summary>
    public static async Task Finish(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        Assert.Equal((0, ""), await process.Exit());
    }

    /// <summary>Waits for the end; gives the exit code and, where it is not 0, all that was written.</summary>
    public async Task<(int Code, string Text)> Exit()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, process.ExitCode == 0 ? "" : await output + await errors);
    }

    /// <summary>SIGKILL: the process ends between two instructions and can save nothing.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGINT: what Ctrl+C sends.</summary>
    public void Cancel() => Assert.Equal(0, Signal(process.Id, Interrupt));

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
