using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Some of the blocks of a sum: block b of outer index o gives sums[o, b, inner].</summary>
internal readonly unsafe struct SumJob<T, TTerm>(T* x, T* sums, int outer, int length, int inner, int blockLength) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    // The most columns of a strided block that are summed together; wide results are cut into chunks of these.
    private const int LargestChunk = 4096;

    // A single block is cut into chunks that are worth another thread, of columns that the loop takes at a time.
    private const int SmallestChunk = 32;

    // A contiguous block is added up in segments, each with four vectors of partial sums.
    private const int Segment = 1024;

    private int Blocks => Tiling.Groups(length, blockLength);

    private int Chunk => outer * Blocks > 1
        ? LargestChunk
        : Math.Clamp(2 * Tiling.Elements / length / SmallestChunk * SmallestChunk, SmallestChunk, LargestChunk);

    private int Chunks => Tiling.Groups(inner, Chunk);

    private int Items => outer * Blocks * Chunks;

    private int ItemsInTile => Tiling.Rows(Math.Min(length, blockLength) * Math.Min(inner, Chunk));

    public int Tiles => Tiling.Groups(Items, ItemsInTile);

    public void Run(int tile)
    {
        var (items, group) = (Items, ItemsInTile);
        var last = (int)Math.Min(items, (tile + 1L) * group);
        for (var item = tile * group; item < last; item++)
        {
            var (place, chunk) = Math.DivRem(item, Chunks);
            var (o, block) = Math.DivRem(place, Blocks);
            var rows = Math.Min(blockLength, length - (block * blockLength));
            var from = x + ((((long)o * length) + ((long)block * blockLength)) * inner);
            if (inner == 1)
            {
                sums[place] = Contiguous(from, rows);
            }
            else
            {
                Columns(from, rows, sums + ((long)place * inner), chunk * Chunk, Math.Min(inner, (chunk + 1) * Chunk));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Contiguous(T* from, int count)
    {
        var width = Vector512<T>.Count;
        var total = Vector512<T>.Zero;
        for (var start = 0; start < count; start += Segment)
        {
            Vector512<T> a = default, b = default, c = default, d = default;
            var end = Math.Min(count, start + Segment);
            var i = start;
            for (; i <= end - (4 * width); i += 4 * width)
            {
                a += TTerm.Of(Vector512.Load(from + i));
                b += TTerm.Of(Vector512.Load(from + i + width));
                c += TTerm.Of(Vector512.Load(from + i + (2 * width)));
                d += TTerm.Of(Vector512.Load(from + i + (3 * width)));
            }

            for (; i <= end - width; i += width)
            {
                a += TTerm.Of(Vector512.Load(from + i));
            }

            if (i < end)
            {
                b += TTerm.Of(Lanes.LoadPart(from + i, end - i));
            }

            total += a + b + (c + d);
        }

        return Lanes.Sum(total);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Columns(T* from, int rows, T* to, int column, int end)
    {
        var width = Vector512<T>.Count;
        for (; column <= end - (2 * width); column += 2 * width)
        {
            Vector512<T> a = default, b = default;
            var at = from + column;
            for (var row = 0; row < rows; row++, at += inner)
            {
                a += TTerm.Of(Vector512.Load(at));
                b += TTerm.Of(Vector512.Load(at + width));
            }

            a.Store(to + column);
            b.Store(to + column + width);
        }

        for (; column < end; column += width)
        {
            var count = Math.Min(width, end - column);
            var sum = Vector512<T>.Zero;
            var at = from + column;

            // A whole vector may be read as long as it ends within the block's rows; lanes beyond the column count are not stored.
            var whole = count == width ? rows : Math.Max(0, rows - Tiling.Groups(width + column, inner));
            var row = 0;
            for (; row < whole; row++, at += inner)
            {
                sum += TTerm.Of(Vector512.Load(at));
            }

            for (; row < rows; row++, at += inner)
            {
                sum += TTerm.Of(Lanes.LoadPart(at, count));
            }

            Lanes.StorePart(sum, to + column, count);
        }
    }
}
