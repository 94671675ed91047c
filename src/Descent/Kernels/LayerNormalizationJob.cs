using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Some rows of a layer normalisation. A few rows stay in the first cache for their three passes, mean, variance and result, so that what
/// follows the sums of one row need not be waited for: it is done for all of them at once, one in each lane.
/// </summary>
internal readonly unsafe struct LayerNormalizationJob<T>(
    T* x, T* scale, T* shift, T* y, T* mean, T* inverse, int rows, int width, double epsilon, bool centred, bool streams) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int RowsInTile => Tiling.Rows(width);

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(rows, RowsInTile);

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var statistics = stackalloc Vector512<T>[2];
        T* centres = (T*)statistics, factors = (T*)(statistics + 1);
        var atOnce = RowSums.RowsAtOnce<T>(width);
        var end = (int)Math.Min(rows, (tile + 1L) * RowsInTile);
        for (var row = tile * RowsInTile; row < end; row += atOnce)
        {
            var count = Math.Min(atOnce, end - row);
            var from = x + ((nint)row * width);
            TakeStatistics(from, count, centres, factors);
            Normalize(from, y + ((nint)row * width), count, centres, factors);
            Lanes.StorePart(Vector512.Load(centres), mean + row, count);
            Lanes.StorePart(Vector512.Load(factors), inverse + row, count);
        }

        if (streams)
        {
            Streaming.End();
        }
    }

    /// <summary>The means and 1 / sqrt(variance + epsilon), in two passes, the second correcting the first: stable far from 0.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void TakeStatistics(T* from, int count, T* centres, T* factors)
    {
        var totals = stackalloc Vector512<T>[2 * Vector512<T>.Count];
        var squares = totals + Vector512<T>.Count;
        var length = Lanes.Broadcast<T>(width);
        for (var row = 0; row < count; row++)
        {
            totals[row] = centred ? RowSums.Total(from + ((nint)row * width), width) : Vector512<T>.Zero;
        }

        var first = RowSums.Of(totals, count) / length;
        first.Store(centres);
        for (var row = 0; row < count; row++, from += width)
        {
            RowSums.Deviations(from, width, Vector512.Create(centres[row]), out totals[row], out squares[row]);
        }

        var correction = centred ? RowSums.Of(totals, count) / length : Vector512<T>.Zero;
        var spread = Lanes.MultiplyAdd(-correction, correction, RowSums.Of(squares, count) / length);
        var variance = Lanes.Maximum(spread, Vector512<T>.Zero);
        (first + correction).Store(centres);
        (Vector512<T>.One / Vector512.Sqrt(variance + Lanes.Broadcast<T>(epsilon))).Store(factors);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Normalize(T* from, T* to, int count, T* centres, T* factors)
    {
        T* scales = scale, shifts = shift;
        var (lanes, length, next, past) = (Vector512<T>.Count, width, count * (nint)width, streams);
        for (var row = 0; row < count; row++, from += length, to += length)
        {
            Vector512<T> centre = Vector512.Create(centres[row]), factor = Vector512.Create(factors[row]);
            nint j = 0;
            for (; past && j < length; j += lanes)
            {
                Prefetching.Next(from + next + j, 0);
                var normalized = (Vector512.Load(from + j) - centre) * factor;
                Streaming.Store(Lanes.MultiplyAdd(normalized, Vector512.Load(scales + j), Vector512.Load(shifts + j)), to + j);
            }

            for (; j <= length - lanes; j += lanes)
            {
                Prefetching.Next(from + next + j, 0);
                var normalized = (Vector512.Load(from + j) - centre) * factor;
                Lanes.MultiplyAdd(normalized, Vector512.Load(scales + j), Vector512.Load(shifts + j)).Store(to + j);
            }

            if (j < length)
            {
                var rest = length - (int)j;
                var normalized = (Lanes.LoadPart(from + j, rest) - centre) * factor;
                Lanes.StorePart(
                    Lanes.MultiplyAdd(normalized, Lanes.LoadPart(scales + j, rest), Lanes.LoadPart(shifts + j, rest)), to + j, rest);
            }
        }
    }
}
