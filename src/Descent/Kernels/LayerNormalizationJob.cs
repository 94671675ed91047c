using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Some rows of a layer normalisation. A row stays in the first cache for its three passes: mean, variance, result.</summary>
internal readonly unsafe struct LayerNormalizationJob<T>(
    T* x, T* scale, T* shift, T* y, T* mean, T* inverse, int rows, int width, double epsilon, bool centred) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int RowsInTile => Tiling.Rows(width);

    /// <summary>Number of tiles.</summary>
    public int Tiles => Tiling.Groups(rows, RowsInTile);

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var end = (int)Math.Min(rows, (tile + 1L) * RowsInTile);
        for (var row = tile * RowsInTile; row < end; row++)
        {
            var (centre, factor) = Statistics(x + ((nint)row * width));
            mean[row] = centre;
            inverse[row] = factor;
            Normalize(x + ((nint)row * width), y + ((nint)row * width), Vector512.Create(centre), Vector512.Create(factor));
        }
    }

    /// <summary>The mean and 1 / sqrt(variance + epsilon), in two passes, the second correcting the first: stable far from 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private (T Mean, T Inverse) Statistics(T* from)
    {
        var lanes = Vector512<T>.Count;
        var whole = width / lanes * lanes;
        Vector512<T> even = default, odd = default;
        nint j = 0;
        for (; j <= whole - (2 * lanes); j += 2 * lanes)
        {
            even += Vector512.Load(from + j);
            odd += Vector512.Load(from + j + lanes);
        }

        even = j < whole ? even + Vector512.Load(from + j) : even;
        odd = whole < width ? odd + Lanes.LoadPart(from + whole, width - whole) : odd;
        var count = T.CreateTruncating(width);
        var first = centred ? Lanes.Sum(even + odd) / count : T.Zero;
        var centre = Vector512.Create(first);
        Vector512<T> deviations = default, squares = default, oddDeviations = default, oddSquares = default;
        for (j = 0; j <= whole - (2 * lanes); j += 2 * lanes)
        {
            Vector512<T> deviation = Vector512.Load(from + j) - centre, neighbour = Vector512.Load(from + j + lanes) - centre;
            deviations += deviation;
            oddDeviations += neighbour;
            squares = Lanes.MultiplyAdd(deviation, deviation, squares);
            oddSquares = Lanes.MultiplyAdd(neighbour, neighbour, oddSquares);
        }

        if (j < whole)
        {
            var deviation = Vector512.Load(from + j) - centre;
            deviations += deviation;
            squares = Lanes.MultiplyAdd(deviation, deviation, squares);
        }

        if (whole < width)
        {
            var deviation = Lanes.LoadPart(from + whole, width - whole, centre) - centre;
            oddDeviations += deviation;
            oddSquares = Lanes.MultiplyAdd(deviation, deviation, oddSquares);
        }

        var correction = centred ? Lanes.Sum(deviations + oddDeviations) / count : T.Zero;
        var spread = T.FusedMultiplyAdd(-correction, correction, Lanes.Sum(squares + oddSquares) / count);
        var variance = T.IsNegative(spread) ? T.Zero : spread;
        return (first + correction, T.One / T.Sqrt(variance + T.CreateTruncating(epsilon)));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Normalize(T* from, T* to, Vector512<T> centre, Vector512<T> factor)
    {
        var lanes = Vector512<T>.Count;
        nint j = 0;
        for (; j <= width - lanes; j += lanes)
        {
            var normalized = (Vector512.Load(from + j) - centre) * factor;
            Lanes.MultiplyAdd(normalized, Vector512.Load(scale + j), Vector512.Load(shift + j)).Store(to + j);
        }

        if (j < width)
        {
            var rest = width - (int)j;
            var normalized = (Lanes.LoadPart(from + j, rest) - centre) * factor;
            Lanes.StorePart(Lanes.MultiplyAdd(normalized, Lanes.LoadPart(scale + j, rest), Lanes.LoadPart(shift + j, rest)), to + j, rest);
        }
    }
}
