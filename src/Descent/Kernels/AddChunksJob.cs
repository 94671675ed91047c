using System.Numerics;
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
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var sum = Vector512.Load(partials + i);
            for (var chunk = 1; chunk < chunks; chunk++)
            {
                sum += Vector512.Load(partials + ((nint)chunk * length) + i);
            }

            sum.Store(result + i);
        }

        for (; i < end; i++)
        {
            var sum = partials[i];
            for (var chunk = 1; chunk < chunks; chunk++)
            {
                sum += partials[((nint)chunk * length) + i];
            }

            result[i] = sum;
        }
    }
}
