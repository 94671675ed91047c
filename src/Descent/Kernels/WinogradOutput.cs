using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>Aᵀ m A + bias of all tiles of an output plane; see <see cref="Winograd"/>. Vectors hold tiles.</summary>
internal static unsafe class WinogradOutput
{
    /// <summary>
    /// Point p of vector v lies at sums + p <paramref name="point"/> + v lanes; <paramref name="output"/> has rows of
    /// <paramref name="width"/> pixels, <paramref name="height"/> of them.
    /// </summary>
    public static void Transform<T>(in WinogradTiling tiling, T* sums, nint point, T bias, T* output, int height, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (tiling.Segments)
        {
            case 1:
                Transform<T, One>(tiling.Rows, tiling.Columns, sums, point, bias, output, height, width);
                break;
            case 2:
                Transform<T, Two>(tiling.Rows, tiling.Columns, sums, point, bias, output, height, width);
                break;
            default:
                Transform<T, Four>(tiling.Rows, tiling.Columns, sums, point, bias, output, height, width);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transform<T, TSegments>(
        int rows, int columns, T* sums, nint point, T bias, T* output, int height, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSegments : struct, ICount
    {
        var lanes = Vector512<T>.Count;
        var biases = Vector512.Create(bias);
        var whole = width == 2 * lanes / TSegments.Value * columns && height == 2 * rows * TSegments.Value;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++, sums += lanes)
            {
                Columns(sums, point, out var s0, out var t0);
                Columns(sums + (4 * point), point, out var s1, out var t1);
                Columns(sums + (8 * point), point, out var s2, out var t2);
                Columns(sums + (12 * point), point, out var s3, out var t3);
                var (low, high) = Interleaving.Join(((s0 + s1) + s2) + biases, ((t0 + t1) + t2) + biases);
                var (nextLow, nextHigh) = Interleaving.Join(((s1 - s2) - s3) + biases, ((t1 - t2) - t3) + biases);
                if (whole)
                {
                    var to = output + ((nint)2 * row * width) + (2 * column * lanes);
                    TileRows.Store<T, TSegments>(low, high, to, (nint)2 * rows * width);
                    TileRows.Store<T, TSegments>(nextLow, nextHigh, to + width, (nint)2 * rows * width);
                }
                else
                {
                    TileRows.StorePart<T, TSegments>(low, high, output, 2 * row, 2 * rows, 2 * column * lanes, height, width);
                    TileRows.StorePart<T, TSegments>(nextLow, nextHigh, output, (2 * row) + 1, 2 * rows, 2 * column * lanes, height, width);
                }
            }
        }
    }

    // One row of points times A.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<T>(T* sums, nint point, out Vector512<T> left, out Vector512<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> m1 = Vector512.Load(sums + point), m2 = Vector512.Load(sums + (2 * point));
        left = (Vector512.Load(sums) + m1) + m2;
        right = (m1 - m2) - Vector512.Load(sums + (3 * point));
    }
}
