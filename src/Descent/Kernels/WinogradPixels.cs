using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Bᵀ d B of a row of tiles, the last row and column with the other sign; see <see cref="WinogradWeightGradient{T}"/>. Vectors hold the
/// channels of a pixel.
/// </summary>
internal static unsafe class WinogradPixels
{
    /// <summary>
    /// Pixels of <paramref name="pixel"/> elements, a whole number of vectors, in rows of <paramref name="rowLength"/>; point p of a tile
    /// goes to target + p <paramref name="point"/> + tile * pixel.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transform<T>(T* source, nint pixel, nint rowLength, int tiles, T* target, nint point)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var first = 0; first < pixel; first += Vector512<T>.Count, source += Vector512<T>.Count, target += Vector512<T>.Count)
        {
            T* from = source, to = target;
            Rows(from, rowLength, out var a0, out var a1, out var a2, out var a3);
            Rows(from + pixel, rowLength, out var b0, out var b1, out var b2, out var b3);
            for (var tile = 0; tile < tiles; tile++, to += pixel)
            {
                from += 2 * pixel;
                Rows(from, rowLength, out var c0, out var c1, out var c2, out var c3);
                Rows(from + pixel, rowLength, out var d0, out var d1, out var d2, out var d3);
                Store(to, point, a0, b0, c0, d0);
                Store(to + (4 * point), point, a1, b1, c1, d1);
                Store(to + (8 * point), point, a2, b2, c2, d2);
                Store(to + (12 * point), point, a3, b3, c3, d3);
                (a0, a1, a2, a3) = (c0, c1, c2, c3);
                (b0, b1, b2, b3) = (d0, d1, d2, d3);
            }
        }
    }

    // One column of pixels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows<T>(
        T* source, nint rowLength, out Vector512<T> t0, out Vector512<T> t1, out Vector512<T> t2, out Vector512<T> t3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> x1 = Vector512.Load(source + rowLength), x2 = Vector512.Load(source + (2 * rowLength));
        t0 = Vector512.Load(source) - x2;
        t1 = x1 + x2;
        t2 = x2 - x1;
        t3 = Vector512.Load(source + (3 * rowLength)) - x1;
    }

    // One row of points from four columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* target, nint point, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (a - c).Store(target);
        (b + c).Store(target + point);
        (c - b).Store(target + (2 * point));
        (d - b).Store(target + (3 * point));
    }
}
