using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// A fixed number of threads that work on one job at a time. A job's fields are written while its gate is closed and no thread is inside;
/// threads enter through the open gate, and the caller returns only after it has closed the gate and the last thread has left.
/// Each member begins with its own share of the tiles and then takes over what others have left: the same part of a vector is mostly done by
/// the same thread, job after job, and is found in its cache. Where caches bound a job, only the shares of members that have not come are
/// taken over: a tile that changed hands would be fetched from another core's cache, now and again at the next job.
/// </summary>
internal sealed unsafe class WorkerTeam
{
    /// <summary>The gate's sign bit; the other bits count the threads inside.</summary>
    private const int Closed = int.MinValue;

    /// <summary>How many bytes what is posted and the members' counters lie apart: two cache lines, as processors fetch pairs.</summary>
    private const int Apart = 128;

    /// <summary>How often a thread that waits looks for what it waits for between two looks at the clock.</summary>
    private const int LooksForOneAtTheClock = 16;

    // More threads than processors (of the machine, or of a container's share of it) would only keep each other from working.
    private readonly long spinTicks;
    private readonly object sleep = new();
    private readonly object finish = new();

    // What is written with every job, each on lines of its own: with them on a line the fields here would leave the caches of those who
    // only read them. Pinned, and kept by this reference.
    private readonly byte[] memory;
    private readonly byte* lines;
    private int sleepers;
    private int callerSleeps;
    private volatile bool retired;
    private bool started;
    private ExceptionDispatchInfo? failure;

    /// <summary>A team of so many threads, the calling one included; they start with the first job.</summary>
    internal WorkerTeam(int count)
    {
        Count = count;
        spinTicks = count > Environment.ProcessorCount ? 0 : Stopwatch.Frequency / 50_000;
        memory = GC.AllocateArray<byte>((count + 3) * Apart, pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        lines = (byte*)((start + Apart - 1) / Apart * Apart);
        Job.Gate = Closed;
    }

    /// <summary>The number of threads, the calling one included.</summary>
    internal int Count { get; }

    /// <summary>The first tile of a member's share; the shares of all members follow one another.</summary>
    internal static int Share(int tiles, int members, int member) => (int)((long)tiles * member / members);

    /// <summary>Runs a job's tiles together with the caller; false, having done nothing, if the team is busy, retired or only one thread.</summary>
    internal bool TryRun(int tiles, delegate*<void*, int, void> run, void* job, bool isBoundByCaches)
    {
        if (Count == 1 || retired || Volatile.Read(ref Busy) != 0 || Interlocked.CompareExchange(ref Busy, 1, 0) != 0)
        {
            return false;
        }

        if (!started)
        {
            Start();
        }

        for (var member = 0; member < Count; member++)
        {
            Next(member) = Share(tiles, member);
        }

        ref var posted = ref Job;
        posted.Run = run;
        posted.Argument = job;
        posted.Tiles = tiles;
        posted.IsBoundByCaches = isBoundByCaches;
        posted.Number++;
        Interlocked.Exchange(ref posted.Gate, 0);
        if (Volatile.Read(ref sleepers) > 0)
        {
            Wake(tiles - 1);
        }

        Work(0);
        if (Interlocked.Or(ref posted.Gate, Closed) != 0)
        {
            AwaitTheLast();
        }

        var failed = failure;
        if (failed is not null)
        {
            failure = null;
        }

        Volatile.Write(ref Busy, 0);
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
        var since = Stopwatch.GetTimestamp();
        do
        {
            for (var look = 0; look < LooksForOneAtTheClock; look++)
            {
                if (Volatile.Read(ref Job.Gate) == Closed)
                {
                    return;
                }

                Pause();
            }
        }
        while (Stopwatch.GetTimestamp() - since < spinTicks);

        lock (finish)
        {
            Interlocked.Exchange(ref callerSleeps, 1);
            while (Volatile.Read(ref Job.Gate) != Closed)
            {
                Monitor.Wait(finish);
            }

            callerSleeps = 0;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref Job.Gate) == Closed && Volatile.Read(ref callerSleeps) != 0)
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
        var (last, idleSince) = (0, Stopwatch.GetTimestamp());
        while (!retired)
        {
            var entered = false;
            for (var look = 0; look < LooksForOneAtTheClock && !(entered = TryEnter(last)); look++)
            {
                Pause();
            }

            if (entered)
            {
                last = Job.Number;
                Work(member);
                Leave();
                idleSince = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetTimestamp() - idleSince >= spinTicks)
            {
                Sleep(last);
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Whether a job is open that is not the last one that a thread worked on, of which it left nothing to begin.</summary>
    private bool WorkIsWaiting(int last) => Volatile.Read(ref Job.Gate) >= 0 && Volatile.Read(ref Job.Number) != last;

    private bool TryEnter(int last)
    {
        var gate = Volatile.Read(ref Job.Gate);
        return gate >= 0 && Volatile.Read(ref Job.Number) != last && Interlocked.CompareExchange(ref Job.Gate, gate + 1, gate) == gate;
    }

    private void Sleep(int last)
    {
        lock (sleep)
        {
            // The count goes up before the last look at the gate, and a caller opens the gate before it looks at the count: one sees the other.
            Interlocked.Increment(ref sleepers);
            if (!WorkIsWaiting(last) && !retired)
            {
                Monitor.Wait(sleep);
            }

            Interlocked.Decrement(ref sleepers);
        }
    }

    private ref Posted Job => ref *(Posted*)Line(0);

    /// <summary>1 while a caller has the team.</summary>
    private ref int Busy => ref *(int*)Line(1);

    /// <summary>The next tile of a member's share.</summary>
    private ref int Next(int member) => ref *(int*)Line(member + 2);

    private int Share(int tiles, int member) => Share(tiles, Count, member);

    private void Work(int member)
    {
        // Read once: every thread that comes or goes writes to the line.
        var posted = Job;
        try
        {
            Empty(in posted, member);
            for (var step = 1; step < Count; step++)
            {
                var other = member + step < Count ? member + step : member + step - Count;
                if (!posted.IsBoundByCaches || Volatile.Read(ref Next(other)) == Share(posted.Tiles, other))
                {
                    Empty(in posted, other);
                }
            }
        }
#pragma warning disable CA1031 // Whatever a tile throws must reach the caller, who stands on another thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            for (var other = 0; other < Count; other++)
            {
                Interlocked.Exchange(ref Next(other), Share(posted.Tiles, other + 1));
            }
        }
    }

    private void Empty(in Posted posted, int member)
    {
        var end = Share(posted.Tiles, member + 1);
        if (Volatile.Read(ref Next(member)) >= end)
        {
            return;
        }

        for (var tile = Interlocked.Increment(ref Next(member)) - 1; tile < end; tile = Interlocked.Increment(ref Next(member)) - 1)
        {
            posted.Run(posted.Argument, tile);
        }
    }

    /// <summary>An allocated line's address. The memory is pinned.</summary>
    private byte* Line(int index) => lines + (index * Apart);

    /// <summary>A moment's rest between two looks: much less than <see cref="Thread.SpinWait"/> takes, as what is waited for is that near.</summary>
    private static void Pause()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else
        {
            Thread.SpinWait(1);
        }
    }

    /// <summary>The job, in one cache line: who sees the gate open has the rest as well.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Posted
    {
        internal int Gate;
        internal int Number;
        internal int Tiles;
        internal bool IsBoundByCaches;
        internal delegate*<void*, int, void> Run;
        internal void* Argument;
    }
}
