using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The squared distances of rows x [n, d] to centres c [k, d]: y[i, k] = sum of (x[i] - c[k])^2, summed of differences, so that near rows
/// lose no digits.
/// </summary>
internal static unsafe class SquaredDistances
{
    /// <summary>Computes all of y [n, k].</summary>
    public static void Run<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> centres, int width, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, count) = width == 0 ? (0, 0) : (x.Length / width, centres.Length / width);
        if (rows == 0 || count == 0)
        {
            y.Clear();
            return;
        }

        Tiling.Same(rows * count, y.Length, nameof(y));
        var rowsInTile = Tiling.Rows(count * width);
        fixed (T* from = x, to = centres, output = y)
        {
            Tiling.Run(Tiling.Groups(rows, rowsInTile), new SquaredDistancesJob<T>(from, to, output, rows, count, width, rowsInTile));
        }
    }
}

/// <summary>The distances of some rows.</summary>
internal readonly unsafe struct SquaredDistancesJob<T>(T* x, T* centres, T* y, int rows, int count, int width, int rowsInTile) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var end = Math.Min(rows, (tile + 1) * rowsInTile);
        for (var row = tile * rowsInTile; row < end; row++)
        {
            for (var centre = 0; centre < count; centre++)
            {
                y[((nint)row * count) + centre] = Distance(x + ((nint)row * width), centres + ((nint)centre * width), width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Distance(T* a, T* b, int width)
    {
        var lanes = Vector512<T>.Count;
        var sum = Vector512<T>.Zero;
        var i = 0;
        for (; i <= width - lanes; i += lanes)
        {
            var difference = Vector512.Load(a + i) - Vector512.Load(b + i);
            sum = Lanes.MultiplyAdd(difference, difference, sum);
        }

        if (i < width)
        {
            var difference = Lanes.LoadPart(a + i, width - i) - Lanes.LoadPart(b + i, width - i);
            sum = Lanes.MultiplyAdd(difference, difference, sum);
        }

        return Lanes.Sum(sum);
    }
}
