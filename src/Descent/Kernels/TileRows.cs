using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The pixels of a vector of tiles: two vectors from one row of pixels, or from as many rows as <see cref="WinogradTiling"/> puts side by
/// side.
/// </summary>
internal static unsafe class TileRows
{
    /// <summary>Reads them; the segments' rows are <paramref name="segment"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<T, TSegments>(T* source, nint segment, out Vector512<T> low, out Vector512<T> high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSegments : struct, ICount
    {
        if (TSegments.Value == 1)
        {
            low = Vector512.Load(source);
            high = Vector512.Load(source + Vector512<T>.Count);
        }
        else if (TSegments.Value == 2)
        {
            low = Vector512.Load(source);
            high = Vector512.Load(source + segment);
        }
        else
        {
            low = Vector512.Create(Vector256.Load(source), Vector256.Load(source + segment));
            high = Vector512.Create(Vector256.Load(source + (2 * segment)), Vector256.Load(source + (3 * segment)));
        }
    }

    /// <summary>Writes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TSegments>(Vector512<T> low, Vector512<T> high, T* target, nint segment)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSegments : struct, ICount
    {
        if (TSegments.Value == 1)
        {
            low.Store(target);
            high.Store(target + Vector512<T>.Count);
        }
        else if (TSegments.Value == 2)
        {
            low.Store(target);
            high.Store(target + segment);
        }
        else
        {
            low.GetLower().Store(target);
            low.GetUpper().Store(target + segment);
            high.GetLower().Store(target + (2 * segment));
            high.GetUpper().Store(target + (3 * segment));
        }
    }

    /// <summary>
    /// Writes what lies within a plane of (height, width): from (row, column) on, and the other segments <paramref name="segment"/> rows
    /// below each other.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StorePart<T, TSegments>(
        Vector512<T> low, Vector512<T> high, T* plane, int row, int segment, int column, int height, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSegments : struct, ICount
    {
        var pixels = stackalloc T[2 * Vector512<T>.Count];
        low.Store(pixels);
        high.Store(pixels + Vector512<T>.Count);
        var length = 2 * Vector512<T>.Count / TSegments.Value;
        for (; row < height; row += segment, pixels += length)
        {
            PixelRuns.CopyExactly(pixels, plane + ((nint)row * width) + column, Math.Min(length, width - column));
        }
    }
}
