using Descent.Benchmarks.Kernels;
using Descent.Benchmarks.Peers;
using Descent.Benchmarks.Results;
using Descent.Benchmarks.Workloads;

namespace Descent.Benchmarks.Comparison;

/// <summary>Runs ours and theirs in turn, in short rounds, so that what else the machine does meets both alike.</summary>
internal sealed class Comparer(Options options, MachinePeak peak, IReadOnlyList<Peer> peers, IReadOnlyList<Peer> singles)
{
    // A pool of threads that still spins would take a core from the other side.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The just-in-time compiler optimises in the background, in two steps that are 100 ms apart.
    private static readonly TimeSpan StepWarmUp = TimeSpan.FromMilliseconds(600);

    private const int AllocationSteps = 21;

    // The peak is the best of many short repetitions; so is what is held against it, in as short ones.
    private const int KernelParts = 16;

    /// <summary>One workload, ours against the first peer that knows it.</summary>
    public WorkloadResult Run(Workload workload)
    {
        var ours = workload.Make();
        RepeatedTiming.WarmUp(ours, StepWarmUp);
        var calls = RepeatedTiming.Calls(ours, options.RoundTime);
        var peer = peers.FirstOrDefault(peer => peer.Knows(workload.Id));
        var single = singles.FirstOrDefault(peer => peer.Knows(workload.Id));
        peer?.Seconds(workload.Id, options.RoundTime);
        single?.Seconds(workload.Id, options.RoundTime);
        Samples ourTimes = new(), theirTimes = new(), singleTimes = new();
        for (var round = 0; round < options.Rounds; round++)
        {
            Thread.Sleep(Pause);
            ourTimes.Add(RepeatedTiming.Seconds(ours, calls));
            if (peer is not null)
            {
                Thread.Sleep(Pause);
                theirTimes.Add(peer.Seconds(workload.Id, options.RoundTime));
            }

            if (single is not null)
            {
                Thread.Sleep(Pause);
                singleTimes.Add(single.Seconds(workload.Id, options.RoundTime));
            }
        }

        return new WorkloadResult(
            workload.Id, workload.Title, ourTimes.Median, ourTimes.Best, peer?.Name, peer is null ? null : theirTimes.Median,
            peer is null ? null : theirTimes.Best, single is null ? null : singleTimes.Median, workload.Bar, workload.Flops,
            workload.Flops / peak.Flops,
            workload.Kind == WorkloadKind.Fit ? null : AllocatedBytes(ours));
    }

    /// <summary>One kernel, ours against the first peer that knows it. No pause: neither side's threads spin after the last call.</summary>
    public KernelResult Run(KernelCase kernel)
    {
        var run = kernel.Make();
        WarmUp.UntilSteady(run);
        var part = options.KernelTime / KernelParts;
        var calls = RepeatedTiming.Calls(run, part);
        var peer = kernel.HasPeer ? peers.FirstOrDefault(peer => peer.Knows(kernel.Name)) : null;
        peer?.Seconds(kernel.Name, part);
        Samples times = new(), theirTimes = new();
        for (var round = 0; round < options.Rounds * KernelParts; round++)
        {
            if (peer is not null)
            {
                // As the peer does before it measures: the caches hold what the other side left.
                theirTimes.Add(peer.Seconds(kernel.Name, part));
                run();
            }

            times.Add(RepeatedTiming.Seconds(run, calls));
        }

        return new KernelResult(
            kernel.Group, kernel.Name, kernel.Flops, kernel.Bytes, times.Median, times.Best,
            kernel.LeastSeconds(peak) / times.Best, kernel.Bar, kernel.Reference, peer?.Name, peer is null ? null : theirTimes.Median,
            peer is null ? null : theirTimes.Best);
    }

    /// <summary>One workload with one thread and with all, in turn.</summary>
    public ScalingResult Scale(Workload workload)
    {
        var run = workload.Make();
        RepeatedTiming.WarmUp(run, StepWarmUp);
        Samples one = new(), all = new();
        var calls = RepeatedTiming.Calls(run, options.RoundTime);
        for (var round = 0; round < options.Rounds; round++)
        {
            all.Add(RepeatedTiming.Seconds(run, calls));
            Descent.Kernels.Workers.Count = 1;
            one.Add(RepeatedTiming.Seconds(run, calls));
            Descent.Kernels.Workers.Count = options.Threads;
            run();
        }

        return new ScalingResult(workload.Id, options.Threads, one.Median, all.Median);
    }

    // The median, as a step with code of the user's own is now and then computed anew, to check that its replay is right.
    private static double AllocatedBytes(Action run)
    {
        var bytes = new Samples();
        for (var i = 0; i < AllocationSteps; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            run();
            bytes.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return bytes.Median;
    }
}
