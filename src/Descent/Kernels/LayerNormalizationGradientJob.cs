using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Some rows of the gradients of a layer normalisation, with what they add to the gradients of scale and shift: partials
/// [2, tiles, width]. A few rows are summed, then written, from the first cache; the sums of all of them are finished at once. What is
/// written next and what is read next is asked for in turn, so that memory has something to do in both.
/// </summary>
internal readonly unsafe struct LayerNormalizationGradientJob<T>(
    T* gradient, T* x, T* mean, T* inverse, T* scale, T* dx, T* partials, int rows, int width, bool centred, bool streams) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most tiles: each has sums of its own that are added up in the end.</summary>
    private const int MostTiles = 64;

    /// <summary>The number of tiles, by the shape alone.</summary>
    public static int TilesOf(int rows, int width) => Tiling.Groups(rows, RowsInTile(rows, width));

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var tiles = TilesOf(rows, width);
        var group = RowsInTile(rows, width);
        var scaleSums = partials + ((nint)tile * width);
        var shiftSums = scaleSums + ((nint)tiles * width);
        new Span<T>(scaleSums, width).Clear();
        new Span<T>(shiftSums, width).Clear();
        var statistics = stackalloc Vector512<T>[2];
        T* sums = (T*)statistics, products = (T*)(statistics + 1);
        var atOnce = RowSums.RowsAtOnce<T>(2L * width);
        var end = (int)Math.Min(rows, (tile + 1L) * group);
        for (var row = tile * group; row < end; row += atOnce)
        {
            var count = Math.Min(atOnce, end - row);
            Sum(row, count, scaleSums, shiftSums, sums, products);
            Write(row, count, sums, products);
        }

        if (streams)
        {
            Streaming.End();
        }
    }

    private static int RowsInTile(int rows, int width) => Math.Max(Tiling.Rows(width), Tiling.Groups(rows, MostTiles));

    /// <summary>The means of s = g scale and of s n over rows; on the way g n and g are added to the columns' sums.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Sum(int first, int count, T* scaleSums, T* shiftSums, T* sums, T* products)
    {
        var rowSums = stackalloc Vector512<T>[2 * Vector512<T>.Count];
        var rowProducts = rowSums + Vector512<T>.Count;
        var at = (nint)first * width;
        for (var row = 0; row < count; row++, at += width)
        {
            rowSums[row] = AddRow(
                gradient + at, x + at, dx + at, Vector512.Create(mean[first + row]), Vector512.Create(inverse[first + row]),
                scaleSums, shiftSums, out rowProducts[row]);
        }

        var length = Lanes.Broadcast<T>(width);
        var means = centred ? RowSums.Of(rowSums, count) / length : Vector512<T>.Zero;
        means.Store(sums);
        (RowSums.Of(rowProducts, count) / length).Store(products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> AddRow(
        T* upstream, T* from, T* to, Vector512<T> centre, Vector512<T> factor, T* scaleSums, T* shiftSums, out Vector512<T> products)
    {
        var (lanes, length) = (Vector512<T>.Count, width);
        T* scales = scale, written = streams ? from : to;
        Vector512<T> sum = default, product = default;
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            var g = Vector512.Load(upstream + j);
            var normalized = (Vector512.Load(from + j) - centre) * factor;
            Prefetching.Next(written + j, 0);
            Lanes.MultiplyAdd(g, normalized, Vector512.Load(scaleSums + j)).Store(scaleSums + j);
            (Vector512.Load(shiftSums + j) + g).Store(shiftSums + j);
            var scaled = g * Vector512.Load(scales + j);
            sum += scaled;
            product = Lanes.MultiplyAdd(scaled, normalized, product);
        }

        if (j < length)
        {
            var rest = length - (int)j;
            var g = Lanes.LoadPart(upstream + j, rest);
            var normalized = (Lanes.LoadPart(from + j, rest, centre) - centre) * factor;
            Lanes.StorePart(Lanes.MultiplyAdd(g, normalized, Lanes.LoadPart(scaleSums + j, rest)), scaleSums + j, rest);
            Lanes.StorePart(Lanes.LoadPart(shiftSums + j, rest) + g, shiftSums + j, rest);
            var scaled = g * Lanes.LoadPart(scales + j, rest);
            sum += scaled;
            product = Lanes.MultiplyAdd(scaled, normalized, product);
        }

        products = product;
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Write(int first, int count, T* sums, T* products)
    {
        T* upstream = gradient + ((nint)first * width), from = x + ((nint)first * width), to = dx + ((nint)first * width), scales = scale;
        var (lanes, length, next, past) = (Vector512<T>.Count, width, count * (nint)width, streams);
        for (var row = 0; row < count; row++, upstream += length, from += length, to += length)
        {
            Vector512<T> centre = Vector512.Create(mean[first + row]), factor = Vector512.Create(inverse[first + row]);
            var sum = Vector512.Create(sums[row]) * factor;
            var product = Vector512.Create(products[row]) * factor * factor;
            nint j = 0;
            for (; past && j < length; j += lanes)
            {
                Prefetching.Next(upstream + next + j, 0);
                Prefetching.Next(from + next + j, 0);
                var scaled = Vector512.Load(upstream + j) * Vector512.Load(scales + j);
                Streaming.Store(
                    Lanes.MultiplyAdd(centre - Vector512.Load(from + j), product, Lanes.MultiplyAdd(scaled, factor, -sum)), to + j);
            }

            for (; j <= length - lanes; j += lanes)
            {
                Prefetching.Next(upstream + next + j, 0);
                Prefetching.Next(from + next + j, 0);
                var scaled = Vector512.Load(upstream + j) * Vector512.Load(scales + j);
                Lanes.MultiplyAdd(centre - Vector512.Load(from + j), product, Lanes.MultiplyAdd(scaled, factor, -sum)).Store(to + j);
            }

            if (j < length)
            {
                var rest = length - (int)j;
                var scaled = Lanes.LoadPart(upstream + j, rest) * Lanes.LoadPart(scales + j, rest);
                var difference = centre - Lanes.LoadPart(from + j, rest);
                Lanes.StorePart(Lanes.MultiplyAdd(difference, product, Lanes.MultiplyAdd(scaled, factor, -sum)), to + j, rest);
            }
        }
    }
}
