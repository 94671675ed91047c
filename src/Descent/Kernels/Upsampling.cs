using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Planes [count, height, width] made larger: each output is a weighted mean of two rows and two columns, or a copy of one.
/// Place i of an axis lies between low_i and high_i at a share of the way.
/// </summary>
internal static unsafe class Upsampling
{
    /// <summary>output[i, j] = the input at row i and column j of the output's grid.</summary>
    public static void Forward<T>(
        ReadOnlySpan<T> input, int count, in UpsamplingAxis rows, in UpsamplingAxis columns, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Run(false, input, count, in rows, in columns, output);

    /// <summary>inputGradient = each output's gradient added to what it was made of, by the same shares, row by row.</summary>
    public static void Backward<T>(
        ReadOnlySpan<T> outputGradient, int count, in UpsamplingAxis rows, in UpsamplingAxis columns, Span<T> inputGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Run(true, inputGradient, count, in rows, in columns, outputGradient);

    private static void Run<T>(
        bool gradient, ReadOnlySpan<T> small, int count, in UpsamplingAxis rows, in UpsamplingAxis columns, ReadOnlySpan<T> large)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(count * rows.From * columns.From, small.Length, nameof(small));
        Tiling.Same(count * rows.To * columns.To, large.Length, nameof(large));
        var indices = Scratch.Rent<int>(ScratchSlots.Offsets, 2 * ((nint)rows.To + columns.To));
        var shares = Scratch.Rent<T>(ScratchSlots.Weights, (nint)rows.To + columns.To);
        rows.Fill(indices, shares);
        columns.Fill(indices + (2 * rows.To), shares + rows.To);
        fixed (T* from = small, to = large)
        {
            var job = new UpsamplingJob<T>(gradient, from, to, count, rows, columns, indices, shares);
            Tiling.Run(job.Tiles, in job);
        }
    }
}

/// <summary>One axis of <see cref="Upsampling"/>.</summary>
/// <param name="From">The length of the input.</param>
/// <param name="To">The length of the output.</param>
/// <param name="Linear">Whether neighbours are mixed; else the one that an output lies in is taken.</param>
/// <param name="AlignCorners">Whether the first and last of both lie on one another; else their outer edges do.</param>
internal readonly record struct UpsamplingAxis(int From, int To, bool Linear, bool AlignCorners)
{
    /// <summary>Writes (low, high) and the share of high for each place of the output.</summary>
    public unsafe void Fill<T>(int* indices, T* shares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < To; i++)
        {
            var place = !Linear ? (long)i * From / To
                : AlignCorners ? (To > 1 ? (double)i * (From - 1) / (To - 1) : 0)
                : Math.Max(((i + 0.5) * From / To) - 0.5, 0);
            var low = Math.Min((int)place, From - 1);
            indices[2 * i] = low;
            indices[(2 * i) + 1] = Math.Min(low + 1, From - 1);
            shares[i] = low == From - 1 ? T.Zero : T.CreateTruncating(place - low);
        }
    }
}

/// <summary>Some planes of <see cref="Upsampling"/>.</summary>
internal readonly unsafe struct UpsamplingJob<T>(
    bool gradient, T* small, T* large, int count, UpsamplingAxis rows, UpsamplingAxis columns, int* indices, T* shares) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int PlanesInTile => Tiling.Rows(rows.To * columns.To);

    public int Tiles => Tiling.Groups(count, PlanesInTile);

    public void Run(int tile)
    {
        var row = Scratch.Rent<T>(ScratchSlots.Results, columns.From);
        var end = (int)Math.Min(count, (tile + 1L) * PlanesInTile);
        for (var plane = tile * PlanesInTile; plane < end; plane++)
        {
            T* from = small + ((nint)plane * rows.From * columns.From), to = large + ((nint)plane * rows.To * columns.To);
            if (gradient)
            {
                new Span<T>(from, rows.From * columns.From).Clear();
            }

            for (var i = 0; i < rows.To; i++, to += columns.To)
            {
                T* low = from + (indices[2 * i] * columns.From), high = from + (indices[(2 * i) + 1] * columns.From);
                if (gradient)
                {
                    GatherColumns(to, row);
                    AddRow(row, low, T.One - shares[i]);
                    if (shares[i] != T.Zero)
                    {
                        AddRow(row, high, shares[i]);
                    }
                }
                else if (shares[i] == T.Zero)
                {
                    SpreadColumns(low, to);
                }
                else
                {
                    MixRows(low, high, shares[i], row);
                    SpreadColumns(row, to);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void MixRows(T* low, T* high, T share, T* target)
    {
        var (rest, mix) = (Vector512.Create(T.One - share), Vector512.Create(share));
        for (var x = 0; x < columns.From; x += Vector512<T>.Count)
        {
            var count = Math.Min(columns.From - x, Vector512<T>.Count);
            var mixed = Lanes.MultiplyAdd(Lanes.LoadPart(high + x, count), mix, Lanes.LoadPart(low + x, count) * rest);
            Lanes.StorePart(mixed, target + x, count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void SpreadColumns(T* from, T* to)
    {
        var places = indices + (2 * rows.To);
        var mix = shares + rows.To;
        if (!columns.Linear)
        {
            for (var j = 0; j < columns.To; j++)
            {
                to[j] = from[places[2 * j]];
            }

            return;
        }

        for (var j = 0; j < columns.To; j++)
        {
            var (low, high) = (from[places[2 * j]], from[places[(2 * j) + 1]]);
            to[j] = mix[j] == T.Zero ? low : T.FusedMultiplyAdd(high, mix[j], low * (T.One - mix[j]));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void GatherColumns(T* from, T* row)
    {
        var places = indices + (2 * rows.To);
        var mix = shares + rows.To;
        new Span<T>(row, columns.From).Clear();
        for (var j = 0; j < columns.To; j++)
        {
            row[places[2 * j]] += from[j] * (T.One - mix[j]);
            if (mix[j] != T.Zero)
            {
                row[places[(2 * j) + 1]] += from[j] * mix[j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void AddRow(T* row, T* target, T share)
    {
        var factor = Vector512.Create(share);
        for (var x = 0; x < columns.From; x += Vector512<T>.Count)
        {
            var count = Math.Min(columns.From - x, Vector512<T>.Count);
            var sum = Lanes.MultiplyAdd(Lanes.LoadPart(row + x, count), factor, Lanes.LoadPart(target + x, count));
            Lanes.StorePart(sum, target + x, count);
        }
    }
}
