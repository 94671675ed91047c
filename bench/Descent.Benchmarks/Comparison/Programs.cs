using System.Diagnostics;
using System.Globalization;
using Descent.Benchmarks.Results;

namespace Descent.Benchmarks.Comparison;

/// <summary>
/// Whole programs, ours and theirs in turn: from the start of a process to its first finished step, and training from files.
/// </summary>
internal static class Programs
{
    private const int StartUpRounds = 5;
    private const int Epochs = 5;
    private const int Batch = 32;

    /// <summary>Those that were asked for.</summary>
    public static IEnumerable<ProgramResult> Run(Options options)
    {
        if (options.StartUp)
        {
            var ours = Repository.PathOf("bench", "FirstStep", "bin", "ready", OperatingSystem.IsWindows() ? "FirstStep.exe" : "FirstStep");
            yield return Compare(
                options, "start-up", "start to the first finished step", StartUpRounds, [ours], [options.Python, Script("first_step.py")]);
        }

        if (options.EndToEnd)
        {
            var output = Directory.CreateTempSubdirectory("descent-bench-").FullName;
            var data = options.DataDirectory is { } directory ? new[] { "--data-dir", directory } : [];
            var threads = options.Threads.ToString(CultureInfo.InvariantCulture);
            string[] ours =
            [
                "dotnet", Repository.PathOf("src", "Descent.Cli", "bin", "Release", "net10.0", "Descent.Cli.dll"), "train", "cifar10",
                "--model", "conv 16 3x3 pad 1, relu, flatten, linear 10", "--optimizer", "adam rate=0.001", "--schedule", "constant",
                "--epochs", $"{Epochs}", "--batch-size", $"{Batch}", "--validation-fraction", "0", "--threads", threads, "--quiet", .. data,
            ];
            string[] theirs =
            [
                options.Python, Script("cifar10.py"), "--epochs", $"{Epochs}", "--batch-size", $"{Batch}", "--threads", threads, .. data,
            ];
            yield return Compare(
                options, "cifar10", $"CIFAR-10 from files, small CNN, {Epochs} epochs", 1, [.. ours, "--out", Path.Combine(output, "run")],
                theirs);
            Directory.Delete(output, recursive: true);
        }
    }

    private static string Script(string name) => Repository.PathOf("bench", "peers", name);

    private static ProgramResult Compare(Options options, string id, string title, int rounds, string[] ours, string[] theirs)
    {
        Samples ourTimes = new(), theirTimes = new();
        double? ourBytes = null, theirBytes = null;
        var hasPeer = options.Peers;
        for (var round = 0; round < rounds; round++)
        {
            Console.Error.WriteLine($"{title}, round {round + 1} of {rounds}");
            var (seconds, bytes) = Time(ours)
                ?? throw new InvalidOperationException($"'{string.Join(' ', ours)}' failed; what it said stands above.");
            ourTimes.Add(seconds);
            ourBytes = Larger(ourBytes, bytes);
            if (hasPeer && Time(theirs) is { } their)
            {
                theirTimes.Add(their.Seconds);
                theirBytes = Larger(theirBytes, their.Bytes);
            }
            else
            {
                hasPeer = false;
            }
        }

        return new ProgramResult(
            id, title, ourTimes.Median, ourBytes, hasPeer ? "PyTorch" : null, hasPeer ? theirTimes.Median : null, theirBytes);
    }

    /// <summary>
    /// The time from the start of a process to the line <c>done</c> that it writes, or to its end where it writes none, and the most memory
    /// it had, where it tells that behind the word; null where it fails.
    /// </summary>
    private static (double Seconds, double? Bytes)? Time(string[] command)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(command);
        if (process is null)
        {
            return null;
        }

        (double? seconds, double? bytes) = (null, null);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("done", StringComparison.Ordinal))
            {
                seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var told = line.AsSpan("done".Length);
                bytes = double.TryParse(told, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
            }
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? (seconds ?? Stopwatch.GetElapsedTime(started).TotalSeconds, bytes) : null;
    }

    private static Process? Start(string[] command)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Console.Error.WriteLine($"{command[0]}: {error.Message}");
            return null;
        }
    }

    private static double? Larger(double? first, double? second) => first is null || second > first ? second : first;
}
