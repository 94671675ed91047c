using System.Diagnostics;
using System.Runtime.InteropServices;
using Descent.Benchmarks.Kernels;
using Descent.Benchmarks.Peers;
using Descent.Benchmarks.Results;
using Descent.Benchmarks.Workloads;

namespace Descent.Benchmarks.Comparison;

/// <summary>One whole comparison: measures, shows each part when it is there, and writes the files.</summary>
internal static class ComparisonRun
{
    private const int Schema = 1;
    private const string Install = "on Debian, apt-get install python3-torch libopenblas0-pthread python3-sklearn "
        + "(or name another Python with --python).";
    private static readonly string[] Scaled = ["W2b", "W3-128", "W4b"];

    /// <summary>Runs it.</summary>
    public static void Run(Options options)
    {
        var clock = Stopwatch.StartNew();
        Descent.Kernels.Workers.Count = options.Threads;
        var machine = Measure(out var peak);
        Show("", ReportText.Machine(machine));
        var peers = Start(options, options.Threads);
        var singles = peers.Count > 0 && options.Threads > 1 ? Start(options, 1) : [];
        if (options.Peers && options.Kernels.Any(kernel => kernel.HasPeer) && CPeer.TryStart(options.Threads) is { } plain)
        {
            Announce(plain, options.Threads);
            peers.Add(plain);
        }

        try
        {
            var comparer = new Comparer(options, peak, peers, singles);
            var workloads = Each(options.Workloads, workload => workload.Id, comparer.Run);
            Show("Workloads", workloads.Length == 0 ? [] : ReportText.Workloads(workloads));
            var scaled = options.Threads > 1 ? options.Workloads.Where(workload => Scaled.Contains(workload.Id)).ToArray() : [];
            var scaling = Each(scaled, workload => $"{workload.Id} with one thread", comparer.Scale);
            Show("Scaling", scaling.Length == 0 ? [] : ReportText.Scaling(scaling));
            var kernels = Each(options.Kernels, kernel => kernel.Name, comparer.Run);
            Show("Kernels", kernels.Any(kernel => kernel.Flops > 0) ? ReportText.Arithmetic(kernels) : []);
            Show("Bandwidth", kernels.Any(kernel => kernel.Flops == 0) ? ReportText.Traffic(kernels) : []);
            var programs = Programs.Run(options).ToArray();
            Show("Programs", programs.Length == 0 ? [] : ReportText.Programs(programs));
            var report = new Report(
                Schema, DateTime.UtcNow, machine, options.Rounds, [.. peers.Select(peer => peer.Name)], workloads, kernels, scaling,
                programs);
            var path = ReportFiles.Write(report, options.Output);
            var allocating = workloads.Where(workload => workload.AllocatedBytes >= 1).Select(workload => workload.Id).ToArray();
            Console.WriteLine($"\n{path} and .json, after {clock.Elapsed.TotalMinutes:0.0} minutes.");
            if (workloads.Length > 0)
            {
                Console.WriteLine(allocating.Length == 0
                    ? "No step allocated memory."
                    : $"Steps that allocated memory: {string.Join(", ", allocating)}.");
            }
        }
        finally
        {
            foreach (var peer in peers.Concat(singles))
            {
                peer.Dispose();
            }
        }
    }

    private static Machine Measure(out MachinePeak peak)
    {
        var load = SystemLoad.Before();
        peak = MachinePeak.Measure(TimeSpan.FromSeconds(2));
        return new Machine(
            Processor.Name, Environment.ProcessorCount, peak.Threads, MachinePeak.VectorBits, RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription, load, peak.CoreFlops, peak.Flops, peak.HandOutSeconds, peak.CopyRates);
    }

    private static List<Peer> Start(Options options, int threads)
    {
        var peers = new List<Peer>();
        foreach (var script in options.Peers && options.Workloads.Count > 0 ? (string[])["torch_peer.py", "sklearn_peer.py"] : [])
        {
            if (Peer.TryStart([options.Python, Repository.PathOf("bench", "peers", script)], threads, Install) is { } peer)
            {
                Announce(peer, threads);
                peers.Add(peer);
            }
        }

        return peers;
    }

    private static void Announce(Peer peer, int threads)
        => Console.WriteLine($"Peer: {peer.Name}, {threads} {(threads == 1 ? "thread" : "threads")}.");

    private static TResult[] Each<T, TResult>(IReadOnlyList<T> work, Func<T, string> name, Func<T, TResult> run)
    {
        var results = new TResult[work.Count];
        for (var i = 0; i < results.Length; i++)
        {
            Console.Error.WriteLine($"{i + 1} of {results.Length}: {name(work[i])}");
            results[i] = run(work[i]);

            // The memory of the one before is given back before the next is timed.
            GC.Collect();
        }

        return results;
    }

    private static void Show(string title, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            Console.WriteLine(title.Length == 0 ? "" : $"\n{title}\n");
            Console.WriteLine(string.Join('\n', lines));
        }
    }
}
