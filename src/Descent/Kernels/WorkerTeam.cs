using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Descent.Kernels;

/// <summary>
/// A fixed number of threads that work on one job at a time. A job's fields are written while its gate is closed and no thread is inside;
/// threads enter through the open gate, and the caller returns only after it has closed the gate and the last thread has left.
/// </summary>
internal sealed unsafe class WorkerTeam(int count)
{
    /// <summary>The gate's sign bit; the other bits count the threads inside.</summary>
    private const int Closed = int.MinValue;

    // More threads than processors (of the machine, or of a container's share of it) would only keep each other from working.
    private readonly long spinTicks = count > Environment.ProcessorCount ? 0 : Stopwatch.Frequency / 50_000;
    private readonly object sleep = new();
    private readonly object finish = new();
    private Shared shared = new() { Gate = Closed };
    private delegate*<void*, int, void> run;
    private void* job;
    private int tiles;
    private int sleepers;
    private int callerSleeps;
    private int busy;
    private volatile bool retired;
    private bool started;
    private ExceptionDispatchInfo? failure;

    /// <summary>The number of threads, the calling one included.</summary>
    internal int Count { get; } = count;

    /// <summary>Runs a job's tiles together with the caller; false, having done nothing, if the team is busy, retired or only one thread.</summary>
    internal bool TryRun(int tiles, delegate*<void*, int, void> run, void* job)
    {
        if (Count == 1 || retired || Volatile.Read(ref busy) != 0 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            return false;
        }

        if (!started)
        {
            Start();
        }

        this.run = run;
        this.job = job;
        this.tiles = tiles;
        shared.Next = 0;
        Interlocked.Exchange(ref shared.Gate, 0);
        if (Volatile.Read(ref sleepers) > 0)
        {
            Wake(tiles - 1);
        }

        Work();
        Interlocked.Or(ref shared.Gate, Closed);
        AwaitTheLast();
        var failed = failure;
        failure = null;
        Volatile.Write(ref busy, 0);
        failed?.Throw();
        return true;
    }

    /// <summary>Ends the team's threads, as soon as they are through with what they do.</summary>
    internal void Retire()
    {
        retired = true;
        Wake(Count);
    }

    /// <summary>
    /// Spins, then sleeps, never yields: two threads that yield to one another can stay on one processor for seconds while another idles,
    /// but one that wakes is put on an idle processor.
    /// </summary>
    private void AwaitTheLast()
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetTimestamp() - since < spinTicks;)
        {
            if (Volatile.Read(ref shared.Gate) == Closed)
            {
                return;
            }

            Thread.SpinWait(4);
        }

        lock (finish)
        {
            Interlocked.Exchange(ref callerSleeps, 1);
            while (Volatile.Read(ref shared.Gate) != Closed)
            {
                Monitor.Wait(finish);
            }

            callerSleeps = 0;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref shared.Gate) == Closed && Volatile.Read(ref callerSleeps) != 0)
        {
            lock (finish)
            {
                Monitor.Pulse(finish);
            }
        }
    }

    private void Start()
    {
        started = true;
        for (var index = 1; index < Count; index++)
        {
            new Thread(Live) { IsBackground = true, Name = $"Descent worker {index}" }.UnsafeStart();
        }
    }

    private void Wake(int most)
    {
        lock (sleep)
        {
            for (var index = Math.Min(most, sleepers); index > 0; index--)
            {
                Monitor.Pulse(sleep);
            }
        }
    }

    private void Live()
    {
        var idleSince = Stopwatch.GetTimestamp();
        while (!retired)
        {
            if (TryEnter())
            {
                Work();
                Leave();
                idleSince = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetTimestamp() - idleSince < spinTicks)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Sleep();
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private bool WorkIsWaiting => Volatile.Read(ref shared.Gate) >= 0 && Volatile.Read(ref shared.Next) < Volatile.Read(ref tiles);

    private bool TryEnter()
    {
        if (!WorkIsWaiting)
        {
            return false;
        }

        var gate = Volatile.Read(ref shared.Gate);
        return gate >= 0 && Interlocked.CompareExchange(ref shared.Gate, gate + 1, gate) == gate;
    }

    private void Sleep()
    {
        lock (sleep)
        {
            // The count goes up before the last look at the gate, and a caller opens the gate before it looks at the count: one sees the other.
            Interlocked.Increment(ref sleepers);
            if (!WorkIsWaiting && !retired)
            {
                Monitor.Wait(sleep);
            }

            Interlocked.Decrement(ref sleepers);
        }
    }

    private void Work()
    {
        var count = tiles;
        try
        {
            for (var tile = Interlocked.Increment(ref shared.Next) - 1; tile < count; tile = Interlocked.Increment(ref shared.Next) - 1)
            {
                run(job, tile);
            }
        }
#pragma warning disable CA1031 // Whatever a tile throws must reach the caller, who stands on another thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            Interlocked.Exchange(ref shared.Next, count);
        }
    }

    /// <summary>What all threads write to, each on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Shared
    {
        [FieldOffset(64)]
        internal int Gate;

        [FieldOffset(128)]
        internal int Next;
    }
}
