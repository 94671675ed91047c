using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Asks for memory that is needed soon. Processors see by themselves what comes next within a page; a kernel that goes from plane to plane
/// leaps further. Any address will do: asking never fails.
/// </summary>
internal static unsafe class Prefetching
{
    /// <summary>The line of a vector in a row to come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<T>(T* row, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(row + (step * Vector512<T>.Count));
        }
    }

    /// <summary>The line so many bytes behind an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line<T>(T* address, int bytes)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)address + bytes);
        }
    }

    /// <summary>All lines of a short run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(ReadOnlySpan<T> run)
        where T : unmanaged
    {
        fixed (T* start = run)
        {
            for (var at = 0; at < run.Length * sizeof(T); at += 64)
            {
                Line(start, at);
            }
        }
    }
}
