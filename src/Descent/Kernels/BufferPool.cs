using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Memory for tensors, used again and again. Nobody gives a buffer back by hand: the finalizer of the storage that held it does,
/// and when the bytes in use pass a threshold the pool asks for a collection before it takes more from the system, so memory stays flat.
/// </summary>
internal static class BufferPool
{
    /// <summary>Buffers below this many bytes are ordinary arrays; the collector is quicker with those than a pool would be.</summary>
    public const int SmallestPooled = 16 * 1024;

    /// <summary>The most bytes that a buffer can have.</summary>
    public const long LargestBuffer = 0x7FFFFFC7 - Alignment;

    private const long MinimumThreshold = 128L << 20;
    private const int Alignment = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<long, Shelf> Free = [];
    private static long uses;
    private static long used;
    private static long free;
    private static long threshold = MinimumThreshold;

    /// <summary>The bytes of the buffers that tensors hold, or that wait for their finalizer.</summary>
    public static long Used => Interlocked.Read(ref used);

    /// <summary>A buffer of at least <paramref name="bytes"/> bytes with arbitrary contents.</summary>
    public static byte[] Rent(long bytes)
    {
        var size = SizeClass(bytes);
        if (TryTake(size, out var buffer))
        {
            return buffer;
        }

        if (Interlocked.Read(ref used) + size > Interlocked.Read(ref threshold))
        {
            Reclaim();
            if (TryTake(size, out buffer))
            {
                return buffer;
            }
        }

        Interlocked.Add(ref used, size);
        return GC.AllocateUninitializedArray<byte>((int)size, pinned: true);
    }

    /// <summary>A buffer of its own below the pool's sizes, which never moves and has room for an aligned start.</summary>
    public static byte[] AllocatePinned(int bytes) => GC.AllocateUninitializedArray<byte>(bytes + Alignment, pinned: true);

    /// <summary>Takes a buffer back; its contents may be overwritten from now on.</summary>
    public static void Return(byte[] buffer)
    {
        Interlocked.Add(ref used, -buffer.Length);
        lock (Gate)
        {
            if (!Free.TryGetValue(buffer.Length, out var shelf))
            {
                Free.Add(buffer.Length, shelf = new Shelf { LastUse = ++uses });
            }

            shelf.Buffers.Push(buffer);
            free += buffer.Length;
            while (free > Math.Max(MinimumThreshold, Interlocked.Read(ref used)))
            {
                DropLeastUsed();
            }
        }
    }

    /// <summary>Stops counting a buffer that somebody outside may still read; it goes to the collector, never to another tensor.</summary>
    public static void Forget(byte[] buffer) => Interlocked.Add(ref used, -buffer.Length);

    /// <summary>The first byte of a pinned buffer that stands on a cache line.</summary>
    public static unsafe int AlignedStart(byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)((Alignment - ((nint)start % Alignment)) % Alignment);
        }
    }

    /// <summary>Eighths of a power of two: at most an eighth is wasted, and slightly different sizes share buffers.</summary>
    private static long SizeClass(long bytes)
    {
        var needed = bytes + Alignment;
        var step = Math.Max(SmallestPooled, 1L << (BitOperations.Log2((ulong)needed) - 3));
        return Math.Min((needed + step - 1) / step * step, Array.MaxLength);
    }

    private static bool TryTake(long size, out byte[] buffer)
    {
        lock (Gate)
        {
            if (Free.TryGetValue(size, out var shelf))
            {
                shelf.LastUse = ++uses;
                if (shelf.Buffers.TryPop(out buffer!))
                {
                    free -= size;
                    Interlocked.Add(ref used, size);
                    return true;
                }
            }
        }

        buffer = [];
        return false;
    }

    /// <summary>Leaves one buffer to the collector: of the size that was not asked for longest, such as that of a model that is gone.</summary>
    private static void DropLeastUsed()
    {
        Shelf? oldest = null;
        foreach (var shelf in Free.Values)
        {
            if (shelf.Buffers.Count > 0 && (oldest is null || shelf.LastUse < oldest.LastUse))
            {
                oldest = shelf;
            }
        }

        free -= oldest!.Buffers.Pop().Length;
    }

    private static void Reclaim()
    {
        Collect(generation: 1);
        if (Interlocked.Read(ref used) > Interlocked.Read(ref threshold) / 2)
        {
            Collect(generation: 2);
        }

        Interlocked.Exchange(ref threshold, Math.Max(MinimumThreshold, 2 * Interlocked.Read(ref used)));
    }

    private static void Collect(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
    }

    /// <summary>The free buffers of one size.</summary>
    private sealed class Shelf
    {
        public Stack<byte[]> Buffers { get; } = [];

        /// <summary>When a buffer of the size was last asked for, counted in uses of the pool.</summary>
        public long LastUse { get; set; }
    }
}
