using System.CommandLine;
using System.Diagnostics;
using Descent.Cli.Benchmarks;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent bench</c>: how fast this machine computes, and how near Descent comes to it.</summary>
internal static class BenchCommand
{
    private const double UsualSeconds = 10;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var threads = OptionFactory.Integer("--threads", "The threads to compute with (default: all processors)", 1);
        var seconds = OptionFactory.Number(
            "--seconds", "X", "How long to measure in all (default 10)", x => x is > 0 and <= 3600, "above 0 and at most 3600, such as 10");
        var json = CommonOptions.Json("Write one JSON object a line: machine, each benchmark, end");
        var command = new Command("bench", "Measure this machine's peak, some operations and some training steps")
        {
            threads, seconds, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.Given(threads) is { } count)
            {
                Kernels.Workers.Count = count;
            }

            return Run(parsed.Given(seconds) ?? UsualSeconds, parsed.GetValue(json));
        });
        return command.WithExamples(
            ("descent bench", "in about ten seconds; best while nothing else runs"),
            ("descent bench --threads 1 --json", "on one thread, for other programs"));
    }

    private static int Run(double seconds, bool json)
    {
        using var interruption = new Interruption();
        var clock = Stopwatch.StartNew();
        var part = TimeSpan.FromSeconds(seconds) / (QuickBenchmarks.All.Count + 1);
        var peak = MachinePeak.Measure(part, interruption.Token);
        if (json)
        {
            JsonLines.Write(line =>
            {
                line.WriteString("event", "machine");
                MachineText.WriteJson(line, peak);
            });
        }
        else
        {
            MachineText.Write(Console.Out, peak, Terminal.OutputWidth);
            Console.WriteLine();
        }

        var results = new List<QuickResult>();
        foreach (var benchmark in QuickBenchmarks.All)
        {
            using var progress = BenchProgress.Begin(results.Count + 1, QuickBenchmarks.All.Count, benchmark.Name);
            results.Add(benchmark.Run(part, peak, interruption.Token));
            if (json)
            {
                BenchText.WriteJson(results[^1]);
            }
        }

        if (json)
        {
            JsonLines.Write(line =>
            {
                line.WriteString("event", "end");
                line.Number("seconds", clock.Elapsed.TotalSeconds);
            });
        }
        else
        {
            BenchText.Write(Console.Out, results, Terminal.OutputWidth);
        }

        return ExitCode.Done;
    }
}
