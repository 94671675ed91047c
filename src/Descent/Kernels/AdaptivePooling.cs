using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Pooling to a given size: bin i of o along an axis of n covers floor(i n / o) to ceil((i + 1) n / o), so bins may overlap.
/// Planes [count, height, width] to [count, outHeight, outWidth].
/// </summary>
internal static unsafe class AdaptivePooling
{
    /// <summary>The mean of each bin: sums of rows, then of columns, in increasing order.</summary>
    public static void AverageForward<T>(
        ReadOnlySpan<T> input, int count, (int Height, int Width) from, (int Height, int Width) to, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Run(AdaptivePoolingKind.Average, input, count, from, to, output, []);

    /// <summary>inputGradient = the sum, over the bins that hold an element, of outputGradient over the bin's size.</summary>
    public static void AverageBackward<T>(
        ReadOnlySpan<T> outputGradient, int count, (int Height, int Width) from, (int Height, int Width) to, Span<T> inputGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Run(AdaptivePoolingKind.AverageGradient, inputGradient, count, from, to, outputGradient, []);

    /// <summary>The maximum of each bin and its first place in the plane, row by row; the first NaN counts as the maximum.</summary>
    public static void MaxForward<T>(
        ReadOnlySpan<T> input, int count, (int Height, int Width) from, (int Height, int Width) to, Span<T> output, Span<int> places)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Run(AdaptivePoolingKind.Maximum, input, count, from, to, output, places);

    private static void Run<T>(
        AdaptivePoolingKind kind, ReadOnlySpan<T> large, int count, (int Height, int Width) from, (int Height, int Width) to,
        ReadOnlySpan<T> small, Span<int> places)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(count * from.Height * from.Width, large.Length, nameof(large));
        Tiling.Same(count * to.Height * to.Width, small.Length, nameof(small));
        fixed (T* planes = large, bins = small)
        fixed (int* indices = places)
        {
            var job = new AdaptivePoolingJob<T>(kind, planes, bins, indices, count, from, to);
            Tiling.Run(job.Tiles, in job);
        }
    }
}

/// <summary>What <see cref="AdaptivePoolingJob{T}"/> computes.</summary>
internal enum AdaptivePoolingKind
{
    /// <summary>The mean of each bin.</summary>
    Average,

    /// <summary>The gradient of the means.</summary>
    AverageGradient,

    /// <summary>The maximum of each bin and its place.</summary>
    Maximum,
}

/// <summary>Some planes of an adaptive pooling.</summary>
internal readonly unsafe struct AdaptivePoolingJob<T>(
    AdaptivePoolingKind kind, T* planes, T* bins, int* places, int count, (int Height, int Width) from, (int Height, int Width) to)
    : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int PlanesInTile => Tiling.Rows(Math.Max(from.Height * from.Width, to.Height * to.Width));

    public int Tiles => Tiling.Groups(count, PlanesInTile);

    public void Run(int tile)
    {
        var row = Scratch.Rent<T>(ScratchSlots.Results, from.Width);
        var end = (int)Math.Min(count, (tile + 1L) * PlanesInTile);
        for (var plane = tile * PlanesInTile; plane < end; plane++)
        {
            var (large, small) = ((nint)plane * from.Height * from.Width, (nint)plane * to.Height * to.Width);
            switch (kind)
            {
                case AdaptivePoolingKind.Average:
                    Average(planes + large, bins + small, row);
                    break;
                case AdaptivePoolingKind.AverageGradient:
                    Spread(planes + large, bins + small, row);
                    break;
                default:
                    Maximum(planes + large, bins + small, places + small);
                    break;
            }
        }
    }

    private static (int First, int End) Bin(int index, int bins, int size)
        => ((int)((long)index * size / bins), (int)((((index + 1L) * size) + bins - 1) / bins));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Average(T* plane, T* target, T* sums)
    {
        for (var i = 0; i < to.Height; i++)
        {
            var (top, bottom) = Bin(i, to.Height, from.Height);
            new Span<T>(plane + (top * from.Width), from.Width).CopyTo(new Span<T>(sums, from.Width));
            for (var y = top + 1; y < bottom; y++)
            {
                Add(plane + (y * from.Width), sums);
            }

            for (var j = 0; j < to.Width; j++)
            {
                var (left, right) = Bin(j, to.Width, from.Width);
                var sum = T.Zero;
                for (var x = left; x < right; x++)
                {
                    sum += sums[x];
                }

                *target++ = sum / T.CreateTruncating((bottom - top) * (right - left));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Spread(T* plane, T* source, T* row)
    {
        new Span<T>(plane, from.Height * from.Width).Clear();
        for (var i = 0; i < to.Height; i++)
        {
            var (top, bottom) = Bin(i, to.Height, from.Height);
            new Span<T>(row, from.Width).Clear();
            for (var j = 0; j < to.Width; j++)
            {
                var (left, right) = Bin(j, to.Width, from.Width);
                var share = *source++ / T.CreateTruncating((bottom - top) * (right - left));
                for (var x = left; x < right; x++)
                {
                    row[x] += share;
                }
            }

            for (var y = top; y < bottom; y++)
            {
                Add(row, plane + (y * from.Width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Maximum(T* plane, T* target, int* indices)
    {
        for (var i = 0; i < to.Height; i++)
        {
            var (top, bottom) = Bin(i, to.Height, from.Height);
            for (var j = 0; j < to.Width; j++)
            {
                var (left, right) = Bin(j, to.Width, from.Width);
                var place = (top * from.Width) + left;
                var largest = plane[place];
                for (var y = top; y < bottom; y++)
                {
                    for (var x = left; x < right; x++)
                    {
                        // Not (value <= largest): larger, or the first NaN.
                        var value = plane[(y * from.Width) + x];
                        if (!(value <= largest) && !T.IsNaN(largest))
                        {
                            (largest, place) = (value, (y * from.Width) + x);
                        }
                    }
                }

                *target++ = largest;
                *indices++ = place;
            }
        }
    }

    private void Add(T* row, T* sums)
    {
        var x = 0;
        for (; x <= from.Width - Vector512<T>.Count; x += Vector512<T>.Count)
        {
            (Vector512.Load(sums + x) + Vector512.Load(row + x)).Store(sums + x);
        }

        for (; x < from.Width; x++)
        {
            sums[x] += row[x];
        }
    }
}
