using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>Bᵀ d B of all tiles of a padded plane; see <see cref="Winograd"/>. Vectors hold tiles.</summary>
internal static unsafe class WinogradInput
{
    /// <summary>
    /// Point p of vector v goes to target + p <paramref name="point"/> + v lanes; of each row of pixels the columns are done once, for the
    /// two rows of tiles that meet it.
    /// </summary>
    public static void Transform<T>(in WinogradTiling tiling, T* plane, nint pitch, T* target, nint point)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (tiling.Segments)
        {
            case 1:
                Transform<T, One>(tiling.Rows, tiling.Columns, plane, pitch, target, point);
                break;
            case 2:
                Transform<T, Two>(tiling.Rows, tiling.Columns, plane, pitch, target, point);
                break;
            default:
                Transform<T, Four>(tiling.Rows, tiling.Columns, plane, pitch, target, point);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transform<T, TSegments>(int rows, int columns, T* plane, nint pitch, T* target, nint point)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSegments : struct, ICount
    {
        var lanes = Vector512<T>.Count;
        var segment = 2 * rows * pitch;
        for (var column = 0; column < columns; column++)
        {
            var source = plane + (2 * column * lanes);
            var to = target + (column * lanes);
            Columns<T, TSegments>(source, segment, out var a0, out var a1, out var a2, out var a3);
            Columns<T, TSegments>(source + pitch, segment, out var b0, out var b1, out var b2, out var b3);
            for (var row = 0; row < rows; row++, to += columns * lanes)
            {
                source += 2 * pitch;
                Columns<T, TSegments>(source, segment, out var c0, out var c1, out var c2, out var c3);
                (a0 - c0).Store(to);
                (a1 - c1).Store(to + point);
                (a2 - c2).Store(to + (2 * point));
                (a3 - c3).Store(to + (3 * point));
                var next = to + (4 * point);
                (b0 + c0).Store(next);
                (b1 + c1).Store(next + point);
                (b2 + c2).Store(next + (2 * point));
                (b3 + c3).Store(next + (3 * point));
                next += 4 * point;
                (c0 - b0).Store(next);
                (c1 - b1).Store(next + point);
                (c2 - b2).Store(next + (2 * point));
                (c3 - b3).Store(next + (3 * point));
                next += 4 * point;
                Columns<T, TSegments>(source + pitch, segment, out var d0, out var d1, out var d2, out var d3);
                (b0 - d0).Store(next);
                (b1 - d1).Store(next + point);
                (b2 - d2).Store(next + (2 * point));
                (b3 - d3).Store(next + (3 * point));
                (a0, a1, a2, a3) = (c0, c1, c2, c3);
                (b0, b1, b2, b3) = (d0, d1, d2, d3);
            }
        }
    }

    // One row of pixels times B.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<T, TSegments>(
        T* source, nint segment, out Vector512<T> t0, out Vector512<T> t1, out Vector512<T> t2, out Vector512<T> t3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSegments : struct, ICount
    {
        TileRows.Load<T, TSegments>(source, segment, out var low, out var high);
        Vector512<T> x0 = Interleaving.Even(low, high), x1 = Interleaving.Odd(low, high);
        TileRows.Load<T, TSegments>(source + 2, segment, out low, out high);
        Vector512<T> x2 = Interleaving.Even(low, high), x3 = Interleaving.Odd(low, high);
        t0 = x0 - x2;
        t1 = x1 + x2;
        t2 = x2 - x1;
        t3 = x1 - x3;
    }
}
