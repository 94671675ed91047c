using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Some rows of the gradients of a layer normalisation, with what they add to the gradients of scale and shift: partials
/// [2, tiles, width].
/// </summary>
internal readonly unsafe struct LayerNormalizationGradientJob<T>(
    T* gradient, T* x, T* mean, T* inverse, T* scale, T* dx, T* partials, int rows, int width, bool centred) : ITileJob
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
        var end = (int)Math.Min(rows, (tile + 1L) * group);
        for (var row = tile * group; row < end; row++)
        {
            var at = (nint)row * width;
            var (centre, factor) = (Vector512.Create(mean[row]), Vector512.Create(inverse[row]));
            var (sum, product) = Sums(gradient + at, x + at, centre, factor, scaleSums, shiftSums);
            Write(gradient + at, x + at, dx + at, centre, factor, centred ? sum : Vector512<T>.Zero, product);
        }
    }

    private static int RowsInTile(int rows, int width) => Math.Max(Tiling.Rows(width), Tiling.Groups(rows, MostTiles));

    /// <summary>The means of s = g scale and of s n over the row; on the way g n and g are added to the columns' sums.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private (Vector512<T> Mean, Vector512<T> Product) Sums(
        T* upstream, T* from, Vector512<T> centre, Vector512<T> factor, T* scaleSums, T* shiftSums)
    {
        var lanes = Vector512<T>.Count;
        Vector512<T> sum = default, product = default;
        nint j = 0;
        for (; j <= width - lanes; j += lanes)
        {
            var g = Vector512.Load(upstream + j);
            var normalized = (Vector512.Load(from + j) - centre) * factor;
            Lanes.MultiplyAdd(g, normalized, Vector512.Load(scaleSums + j)).Store(scaleSums + j);
            (Vector512.Load(shiftSums + j) + g).Store(shiftSums + j);
            var scaled = g * Vector512.Load(scale + j);
            sum += scaled;
            product = Lanes.MultiplyAdd(scaled, normalized, product);
        }

        if (j < width)
        {
            var rest = width - (int)j;
            var g = Lanes.LoadPart(upstream + j, rest);
            var normalized = (Lanes.LoadPart(from + j, rest, centre) - centre) * factor;
            Lanes.StorePart(Lanes.MultiplyAdd(g, normalized, Lanes.LoadPart(scaleSums + j, rest)), scaleSums + j, rest);
            Lanes.StorePart(Lanes.LoadPart(shiftSums + j, rest) + g, shiftSums + j, rest);
            var scaled = g * Lanes.LoadPart(scale + j, rest);
            sum += scaled;
            product = Lanes.MultiplyAdd(scaled, normalized, product);
        }

        var count = T.CreateTruncating(width);
        return (Vector512.Create(Lanes.Sum(sum) / count), Vector512.Create(Lanes.Sum(product) / count));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Write(
        T* upstream, T* from, T* to, Vector512<T> centre, Vector512<T> factor, Vector512<T> sum, Vector512<T> product)
    {
        var lanes = Vector512<T>.Count;
        nint j = 0;
        for (; j <= width - lanes; j += lanes)
        {
            var g = Vector512.Load(upstream + j);
            var scaled = g * Vector512.Load(scale + j);
            var normalized = (Vector512.Load(from + j) - centre) * factor;
            (factor * Lanes.MultiplyAdd(-normalized, product, scaled - sum)).Store(to + j);
        }

        if (j < width)
        {
            var rest = width - (int)j;
            var g = Lanes.LoadPart(upstream + j, rest);
            var scaled = g * Lanes.LoadPart(scale + j, rest);
            var normalized = (Lanes.LoadPart(from + j, rest) - centre) * factor;
            Lanes.StorePart(factor * Lanes.MultiplyAdd(-normalized, product, scaled - sum), to + j, rest);
        }
    }
}
