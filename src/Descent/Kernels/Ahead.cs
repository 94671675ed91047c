using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Memory that the next piece of work reads, asked for bit by bit while this one is computed: planes that were written long ago come from
/// memory, and a kernel that waits for them has nothing else to do.
/// </summary>
internal unsafe struct Ahead
{
    private const int Line = 64;

    /// <summary>More than this would drive what is in use out of the second-level cache.</summary>
    private const int Most = 256 * 1024;

    private readonly int lines;
    private byte* first;
    private byte* second;
    private nint firstLeft, secondLeft;

    /// <summary>Two pieces of memory, in so many parts.</summary>
    public Ahead(void* first, nint firstBytes, void* second, nint secondBytes, int parts)
    {
        this.first = (byte*)first;
        this.second = (byte*)second;
        (firstLeft, secondLeft) = firstBytes + secondBytes <= Most ? (firstBytes, secondBytes) : (0, 0);
        lines = (int)((Math.Max(firstBytes, secondBytes) + ((long)parts * Line) - 1) / ((long)parts * Line));
    }

    /// <summary>Asks for the next part of each.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Ask() => AskInPlace();

    /// <summary>Asks for the next part of each, for a caller whose registers a call would cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AskInPlace()
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        first = Ask(first, ref firstLeft);
        second = Ask(second, ref secondLeft);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte* Ask(byte* place, ref nint left)
    {
        var end = place + Math.Min(left, (nint)lines * Line);
        left -= (nint)(end - place);
        for (; place < end; place += Line)
        {
            Sse.Prefetch1(place);
        }

        return end;
    }
}
