using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Descent.Kernels;

/// <summary>
/// A fixed number of threads that work on one job at a time. A job's fields are written while its gate is closed and no thread is inside;
/// threads enter through the open gate, and the caller returns only after it has closed the gate and the last thread has left.
/// Each member begins with its own share of the tiles and then takes over what others have left: the same part of a vector is mostly done by
/// the same thread, job after job, and is found in its cache.
/// </summary>
internal sealed unsafe class WorkerTeam(int count)
{
    /// <summary>The gate's sign bit; the other bits count the threads inside.</summary>
    private const int Closed = int.MinValue;

    /// <summary>How far apart the members' counters lie, so that none shares a cache line.</summary>
    private const int Apart = 32;

    // More threads than processors (of the machine, or of a container's share of it) would only keep each other from working.
    private readonly long spinTicks = count > Environment.ProcessorCount ? 0 : Stopwatch.Frequency / 50_000;
    private readonly object sleep = new();
    private readonly object finish = new();
    private readonly int[] next = new int[(count + 1) * Apart];
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
        for (var member = 0; member < Count; member++)
        {
            Next(member) = Share(member);
        }

        Interlocked.Exchange(ref shared.Gate, 0);
        if (Volatile.Read(ref sleepers) > 0)
        {
            Wake(tiles - 1);
        }

        Work(0);
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
            var member = index;
            new Thread(() => Live(member)) { IsBackground = true, Name = $"Descent worker {index}" }.UnsafeStart();
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

    private void Live(int member)
    {
        var idleSince = Stopwatch.GetTimestamp();
        while (!retired)
        {
            if (TryEnter())
            {
                Work(member);
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

    private bool WorkIsWaiting
    {
        get
        {
            if (Volatile.Read(ref shared.Gate) < 0)
            {
                return false;
            }

            for (var member = 0; member < Count; member++)
            {
                if (Volatile.Read(ref Next(member)) < Share(member + 1))
                {
                    return true;
                }
            }

            return false;
        }
    }

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

    /// <summary>The next tile of a member's share.</summary>
    private ref int Next(int member) => ref next[(member + 1) * Apart];

    /// <summary>The first tile of a member's share; the shares of all members follow one another.</summary>
    private int Share(int member) => (int)((long)tiles * member / Count);

    private void Work(int member)
    {
        try
        {
            for (var other = 0; other < Count; other++)
            {
                Empty((member + other) % Count);
            }
        }
#pragma warning disable CA1031 // Whatever a tile throws must reach the caller, who stands on another thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            for (var other = 0; other < Count; other++)
            {
                Interlocked.Exchange(ref Next(other), Share(other + 1));
            }
        }
    }

    private void Empty(int member)
    {
        var end = Share(member + 1);
        if (Volatile.Read(ref Next(member)) >= end)
        {
            return;
        }

        for (var tile = Interlocked.Increment(ref Next(member)) - 1; tile < end; tile = Interlocked.Increment(ref Next(member)) - 1)
        {
            run(job, tile);
        }
    }

    /// <summary>What all threads write to, on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Shared
    {
        [FieldOffset(64)]
        internal int Gate;
    }
}
