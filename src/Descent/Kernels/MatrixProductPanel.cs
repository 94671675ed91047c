using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Packing: the factors of a panel are laid one step after the other, as the tile reads them.</summary>
internal static unsafe class MatrixProductPanel
{
    /// <summary>
    /// target[step, lane] = source[step, lane] for a panel that is <paramref name="columns"/> wide, stored with rows of
    /// <paramref name="width"/>, a whole number of vectors. Lanes past the columns hold anything: no one reads their sums.
    /// </summary>
    /// <param name="source">The panel's first element.</param>
    /// <param name="stepStride">The elements from one step to the next.</param>
    /// <param name="end">The end of the memory that may be read.</param>
    /// <param name="target">Room for <paramref name="depth"/> times <paramref name="width"/> elements.</param>
    /// <param name="columns">The panel's columns, at most <paramref name="width"/>.</param>
    /// <param name="width">The packed panel's columns.</param>
    /// <param name="depth">The number of steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PackRight<T>(T* source, nint stepStride, T* end, T* target, int columns, int width, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A narrow row is read as whole vectors, which run into the rows after it; only where no memory follows must it be read by elements.
        var step = 0;
        for (; step < depth && end - source >= width; step++)
        {
            for (var lane = 0; lane < width; lane += Vector512<T>.Count)
            {
                Vector512.Load(source + lane).Store(target + lane);
            }

            source += stepStride;
            target += width;
        }

        for (; step < depth; step++)
        {
            for (var lane = 0; lane < columns; lane++)
            {
                target[lane] = source[lane];
            }

            source += stepStride;
            target += width;
        }
    }

    /// <summary>Clears the last vector of each step, so that no lane past the columns holds a subnormal number: those are slow.</summary>
    internal static void ClearLast<T>(T* target, int width, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; steps > 0; steps--)
        {
            Vector512<T>.Zero.Store(target);
            target += width;
        }
    }

    /// <summary>
    /// Packs rows that lie side by side, source[step, row], into panels of nearly equal numbers of rows, one after the other:
    /// panel[step, row]. The panels' boundaries are <c>rows * index / panels</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PackLeft<T>(T* source, nint stepStride, T* target, int rows, int panels, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Eight panels at a time: their places in the target may all fall on the same lines of the cache, which keeps no more than that.
        const int together = 8;
        var even = rows == panels * MatrixProductTile.MaxRows && MatrixProductTile.MaxRows * sizeof(T) == sizeof(Vector256<T>);
        for (var first = 0; first < panels; first += together)
        {
            var last = Math.Min(first + together, panels);
            for (var step = 0; step < depth; step++)
            {
                var from = source + (step * stepStride);
                for (var panel = first; panel < last; panel++)
                {
                    if (even)
                    {
                        Vector256.Load(from + (panel * MatrixProductTile.MaxRows))
                            .Store(target + (((panel * (nint)depth) + step) * MatrixProductTile.MaxRows));
                        continue;
                    }

                    var start = (int)((long)rows * panel / panels);
                    var end = (int)((long)rows * (panel + 1) / panels);
                    var to = target + (start * (nint)depth) + (step * (end - start));
                    for (var row = start; row < end; row++)
                    {
                        to[row - start] = from[row];
                    }
                }
            }
        }
    }
}
