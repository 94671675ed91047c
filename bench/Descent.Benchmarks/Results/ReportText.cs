using System.Globalization;
using static Descent.Benchmarks.Results.Text;

namespace Descent.Benchmarks.Results;

/// <summary>A report as Markdown, part by part, so that each part can be shown as soon as it is there.</summary>
internal static class ReportText
{
    /// <summary>The machine.</summary>
    public static IEnumerable<string> Machine(Machine machine)
    {
        yield return $"{machine.Processor}: {machine.Threads} of {machine.Processors} processors, {machine.VectorBits}-bit vectors, "
            + $"{machine.Runtime}, {machine.System}.";
        yield return $"Measured peak {Gigas(machine.FlopsPerSecond)} GFLOP/s, one core {Gigas(machine.CoreFlopsPerSecond)}; copy "
            + string.Join(", ", machine.Copies.Select(copy => $"{Gigas(copy.BytesPerSecond)} GB/s of {copy.Bytes >> 10:#,0} KiB"))
            + (machine.HandOutSeconds > 0 ? $"; work is handed out to all threads and known to be done in {Time(machine.HandOutSeconds)}." : ".");
        if (machine.IsBusy == true)
        {
            yield return $"Other work ran on this machine (load {Three(machine.LoadBefore!.Value)} before the comparison): "
                + "its numbers are not to be trusted.";
        }
    }

    /// <summary>The workloads.</summary>
    public static IEnumerable<string> Workloads(IEnumerable<WorkloadResult> results) => Table(
        ["workload", "ours", "theirs", "ratio", "bar", "met", "theirs, 1 thread", "ratio", "limit", "of limit", "bytes"],
        results.Select(result => new[]
        {
            $"{result.Id}: {result.Title}",
            Time(result.Seconds),
            Time(result.PeerSeconds),
            Ratio(result.Ratio),
            result.Bar.ToString("0.#", CultureInfo.InvariantCulture),
            Met(result.MeetsBar),
            Time(result.PeerOneThreadSeconds),
            Ratio(result.RatioToOneThread),
            Time(result.LimitSeconds),
            Percent(result.FractionOfLimit),
            result.AllocatedBytes?.ToString("#,0", CultureInfo.InvariantCulture) ?? "-",
        }));

    private static string Ratio(double? ratio) => ratio is { } known ? Three(known) : "-";

    /// <summary>The kernels that arithmetic bounds.</summary>
    public static IEnumerable<string> Arithmetic(IEnumerable<KernelResult> results) => Table(
        ["kernel", "median", "best", "GFLOP/s", "of peak", "bar", "met", "oneDNN, Zen 5"],
        results.Where(result => result.Flops > 0).Select(result => new[]
        {
            $"{result.Group} {result.Name}",
            Time(result.Seconds),
            Time(result.BestSeconds),
            Gigas(result.Flops / result.BestSeconds),
            Percent(result.FractionOfPeak),
            Percent(result.Bar),
            Met(result.MeetsBar),
            result.Reference is { } reference ? Three(reference) : "-",
        }));

    /// <summary>The kernels that memory bounds, beside plain C in the same run, or beside what it took elsewhere.</summary>
    public static IEnumerable<string> Traffic(IEnumerable<KernelResult> results)
    {
        KernelResult[] traffic = [.. results.Where(result => result.Flops == 0)];
        var hasPeer = traffic.Any(result => result.Peer is not null);
        return Table(
            ["kernel", "median", "best", "GB/s", "of copy", .. hasPeer ? (string[])["C, this run", "times C", "bar", "met"] : ["C, Zen 5"]],
            traffic.Select(result => (string[])
            [
                result.Name, Time(result.Seconds), Time(result.BestSeconds), Gigas(result.Bytes / result.BestSeconds),
                Percent(result.FractionOfPeak),
                .. hasPeer
                    ? (string[])[Time(result.PeerSeconds), Ratio(result.TimesPeer), Ratio(result.PeerBar), Met(result.MeetsBar)]
                    : [Time(result.Reference)],
            ]));
    }

    /// <summary>One thread against all.</summary>
    public static IEnumerable<string> Scaling(IEnumerable<ScalingResult> results) => Table(
        ["workload", "one thread", "all threads", "times faster", "bar"],
        results.Select(result => new[]
        {
            result.Id, Time(result.OneThreadSeconds), $"{Time(result.Seconds)} with {result.Threads}", Three(result.Speedup),
            result.Threads == 2 ? "1.8" : "-",
        }));

    /// <summary>Whole programs.</summary>
    public static IEnumerable<string> Programs(IEnumerable<ProgramResult> results) => Table(
        ["program", "ours", "memory", "theirs", "memory", "ratio"],
        results.Select(result => new[]
        {
            result.Title, Time(result.Seconds), Megabytes(result.PeakBytes), Time(result.PeerSeconds), Megabytes(result.PeerPeakBytes),
            Ratio(result.Ratio),
        }));

    private static string Gigas(double perSecond) => Three(perSecond / 1e9);

    private static string Megabytes(double? bytes) => bytes is { } number ? $"{Three(number / 1e6)} MB" : "-";
}
