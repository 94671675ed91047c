using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>
/// A y Aᵀ of all tiles of a plane of gradients, the last row and column with the other sign; see <see cref="WinogradWeightGradient{T}"/>.
/// Vectors hold tiles.
/// </summary>
internal static unsafe class WinogradGradient
{
    /// <summary>
    /// Point p of vector v goes to target + p <paramref name="point"/> + v lanes. Whatever lies beside the plane's pixels is read as 0.
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
        for (var row = 0; row < rows; row++, plane += 2 * pitch)
        {
            for (var column = 0; column < columns; column++, target += lanes)
            {
                var source = plane + (2 * column * lanes);
                TileRows.Load<T, TSegments>(source, segment, out var low, out var high);
                Vector512<T> a0 = Interleaving.Even(low, high), a3 = Interleaving.Odd(low, high);
                Vector512<T> a1 = a0 + a3, a2 = a0 - a3;
                TileRows.Load<T, TSegments>(source + pitch, segment, out low, out high);
                Vector512<T> b0 = Interleaving.Even(low, high), b3 = Interleaving.Odd(low, high);
                Vector512<T> b1 = b0 + b3, b2 = b0 - b3;
                Store(target, point, a0, a1, a2, a3);
                Store(target + (4 * point), point, a0 + b0, a1 + b1, a2 + b2, a3 + b3);
                Store(target + (8 * point), point, a0 - b0, a1 - b1, a2 - b2, a3 - b3);
                Store(target + (12 * point), point, b0, b1, b2, b3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* target, nint point, Vector512<T> p0, Vector512<T> p1, Vector512<T> p2, Vector512<T> p3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        p0.Store(target);
        p1.Store(target + point);
        p2.Store(target + (2 * point));
        p3.Store(target + (3 * point));
    }
}
