using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>result = chunk 0 + chunk 1 + ..., in that order for every element; a piece of the elements a tile.</summary>
internal readonly unsafe struct AddChunksJob<T>(T* partials, int chunks, int length, T* result) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Piece = 4096;

    /// <summary>Number of tiles.</summary>
    public int Tiles => (length + Piece - 1) / Piece;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var i = tile * Piece;
        var end = Math.Min(i + Piece, length);
        var whole = (end - i) / Vector512<T>.Count * Vector512<T>.Count;
        AddVectors(partials + i, length, chunks, whole, result + i);
        for (i += whole; i < end; i++)
        {
            var sum = partials[i];
            for (var chunk = 1; chunk < chunks; chunk++)
            {
                sum += partials[((nint)chunk * length) + i];
            }

            result[i] = sum;
        }
    }

    /// <summary>The same for whole vectors of chunks that lie <paramref name="stride"/> apart; the result may be the first chunk.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddVectors(T* partials, nint stride, int chunks, nint length, T* result)
    {
        for (nint i = 0; i < length; i += Vector512<T>.Count)
        {
            var sum = Vector512.Load(partials + i);
            for (var chunk = 1; chunk < chunks; chunk++)
            {
                sum += Vector512.Load(partials + (chunk * stride) + i);
            }

            sum.Store(result + i);
        }
    }
}
