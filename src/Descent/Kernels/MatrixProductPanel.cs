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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
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
    /// panel[step, row]. The panels' boundaries are <c>rows * index / panels</c>; one that begins at a row lies
    /// <paramref name="pitch"/> times the row's number from the target, where the pitch is at least the depth.
    /// </summary>
    internal static void PackLeft<T>(T* source, nint stepStride, T* target, int rows, int panels, int depth, int pitch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int together = 4;
        var panel = 0;
        if (rows == panels * MatrixProductTile.MaxRows && MatrixProductTile.MaxRows * sizeof(T) == sizeof(Vector256<T>))
        {
            for (; panel + together <= panels; panel += together)
            {
                var start = panel * MatrixProductTile.MaxRows;
                PackFour(source + start, stepStride, target + (start * (nint)pitch), depth, pitch);
            }
        }

        for (; panel < panels; panel++)
        {
            var start = MatrixProductCut.Boundary(rows, panels, panel);
            var height = MatrixProductCut.Boundary(rows, panels, panel + 1) - start;
            PackOne(source + start, stepStride, target + (start * (nint)pitch), height, depth);
        }
    }

    /// <summary>Four panels of eight rows, which are two lines of the source: those are read once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PackFour<T>(T* source, nint stepStride, T* target, int depth, int pitch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector256<T>.Count;
        var second = target + (lanes * (nint)pitch);
        var third = second + (lanes * (nint)pitch);
        var fourth = third + (lanes * (nint)pitch);
        nint at = 0;
        for (var remaining = depth; remaining > 0; remaining--)
        {
            Vector256.Load(source).Store(target + at);
            Vector256.Load(source + lanes).Store(second + at);
            Vector256.Load(source + (2 * lanes)).Store(third + at);
            Vector256.Load(source + (3 * lanes)).Store(fourth + at);
            source += stepStride;
            at += lanes;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PackOne<T>(T* source, nint stepStride, T* target, int rows, int depth)
        where T : unmanaged
    {
        for (; depth > 0; depth--)
        {
            for (var row = 0; row < rows; row++)
            {
                target[row] = source[row];
            }

            source += stepStride;
            target += rows;
        }
    }
}
