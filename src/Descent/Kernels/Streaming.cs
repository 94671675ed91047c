using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Stores that pass the caches by, for outputs that are too large to be found there again: memory is then written without being read first.
/// </summary>
internal static unsafe class Streaming
{
    // The caches of present servers hold less for a core than this.
    private const long SmallestBytes = 32L << 20;

    private const int Line = 64;

    /// <summary>Whether an output is worth it: large, on a cache line, and not an input as well, which the caches have anyway.</summary>
    public static bool Suits<T>(T* output, int count, T* input)
        where T : unmanaged
        => (long)count * sizeof(T) >= SmallestBytes && (nuint)output % Line == 0 && output != input;

    /// <summary>The elements before the first one that stands on a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Before<T>(T* target)
        where T : unmanaged
        => (int)((Line - ((nuint)target % Line)) % Line) / sizeof(T);

    /// <summary>Stores a vector at an address that is a multiple of its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> lanes, T* target)
        where T : unmanaged
        => lanes.StoreAlignedNonTemporal(target);

    /// <summary>Copies elements that lie in the caches to memory; <see cref="End"/> is left to the caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        var i = 0;
        for (; i < count && (nuint)(to + i) % Line != 0; i++)
        {
            to[i] = from[i];
        }

        for (; i <= count - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Store(Vector512.Load(from + i), to + i);
        }

        for (; i < count; i++)
        {
            to[i] = from[i];
        }
    }

    /// <summary>Makes what was stored visible before what is stored later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
        else
        {
            Interlocked.MemoryBarrier();
        }
    }
}
