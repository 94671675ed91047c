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

    private readonly int parts;
    private Pieces pieces;
    private int count;
    private nint bytes;

    /// <summary>Nothing yet; it will be asked for in so many parts.</summary>
    public Ahead(int parts) => this.parts = parts;

    /// <summary>Adds a piece of memory, unless it is one too many or too long.</summary>
    public void Add(void* first, nint length)
    {
        if (count < Pieces.Length && bytes + length <= Most)
        {
            var lines = (length + ((nint)parts * Line) - 1) / ((nint)parts * Line);
            pieces[count++] = new Piece { Place = (byte*)first, End = (byte*)first + length, Step = lines * Line };
            bytes += length;
        }
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

        for (var i = 0; i < count; i++)
        {
            ref var piece = ref pieces[i];
            var place = piece.Place;
            var end = place + Math.Min(piece.Step, (nint)(piece.End - place));
            piece.Place = end;
            for (; place < end; place += Line)
            {
                Sse.Prefetch1(place);
            }
        }
    }

    private struct Piece
    {
        public byte* Place, End;
        public nint Step;
    }

    [InlineArray(Length)]
    private struct Pieces
    {
        public const int Length = 4;
        private Piece first;
    }
}
