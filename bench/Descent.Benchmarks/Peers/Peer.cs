using System.Diagnostics;
using System.Text.Json;

namespace Descent.Benchmarks.Peers;

/// <summary>
/// Another library in a process of its own, which stays alive, and idle, between two requests. One line of JSON goes in for each request
/// and one comes back.
/// </summary>
internal sealed class Peer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly HashSet<string> workloads;

    private Peer(Process process, JsonElement hello)
    {
        this.process = process;
        Name = $"{hello.GetProperty("name").GetString()} {hello.GetProperty("version").GetString()}";
        workloads = [.. hello.GetProperty("workloads").EnumerateArray().Select(name => name.GetString()!)];
    }

    /// <summary>Name and version.</summary>
    public string Name { get; }

    /// <summary>Starts a peer; null, with what is missing said on standard error, where it cannot be started.</summary>
    /// <param name="command">The program and what comes before the number of threads.</param>
    /// <param name="threads">The threads it may use.</param>
    /// <param name="install">How to install what it needs.</param>
    public static Peer? TryStart(IReadOnlyList<string> command, int threads, string install)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(command[0], [.. command.Skip(1), "--threads", $"{threads}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            if (Read(process) is { } hello)
            {
                return new Peer(process, hello);
            }
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or TimeoutException or JsonException)
        {
            Console.Error.WriteLine(error.Message);
        }

        process?.Dispose();
        Console.Error.WriteLine($"No peer {Path.GetFileNameWithoutExtension(command[^1])}: it goes without. To have it: {install}");
        return null;
    }

    /// <summary>Whether it knows a workload.</summary>
    public bool Knows(string workload) => workloads.Contains(workload);

    /// <summary>The seconds of one call of a workload, as the mean over about that time.</summary>
    /// <exception cref="InvalidOperationException">The peer failed.</exception>
    public double Seconds(string workload, TimeSpan duration)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { workload, seconds = duration.TotalSeconds }));
        process.StandardInput.Flush();
        var answer = Read(process) ?? throw new InvalidOperationException($"{Name} ended while it worked on {workload}.");
        return answer.TryGetProperty("secondsPerCall", out var seconds)
            ? seconds.GetDouble()
            : throw new InvalidOperationException($"{Name} failed on {workload}: {answer.GetProperty("error").GetString()}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static JsonElement? Read(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"A peer did not answer within {Patience}.");
        }

        return line.Result is { } text ? JsonDocument.Parse(text).RootElement : null;
    }
}
