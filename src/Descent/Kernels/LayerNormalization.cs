using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Normalisation of each row of x [rows, width] by its own mean and biased variance, then scaled and shifted column by column.
/// Scale and shift [width] may be empty: 1 and 0. Not centred, the mean counts as 0: rows are divided by their root mean square.
/// </summary>
public static unsafe class LayerNormalization
{
    /// <summary>y = (x - mean) inverse scale + shift, with inverse = 1 / sqrt(variance + epsilon); mean and inverse [rows] are given out.</summary>
    public static void Forward<T>(
        ReadOnlySpan<T> x, int rows, int width, double epsilon, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y, Span<T> mean,
        Span<T> inverse,
        bool centred = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(rows * width, x.Length, nameof(x));
        Tiling.Same(x.Length, y.Length, nameof(y));
        Tiling.Same(rows, mean.Length, nameof(mean));
        Tiling.Same(rows, inverse.Length, nameof(inverse));
        Tiling.Same(scale.IsEmpty ? 0 : width, scale.Length, nameof(scale));
        Tiling.Same(shift.IsEmpty ? 0 : width, shift.Length, nameof(shift));
        fixed (T* input = x, scales = scale, shifts = shift, output = y, means = mean, inverses = inverse)
        {
            var usual = Usual<T>(scale.IsEmpty || shift.IsEmpty ? width : 0);
            var streams = Streams(output, y.Length, input, width);
            var job = new LayerNormalizationJob<T>(
                input, scales == null ? usual : scales, shifts == null ? usual + width : shifts, output, means, inverses, rows, width,
                epsilon, centred, streams);
            Tiling.Run(job.Tiles, job);
        }
    }

    /// <summary>
    /// With n = (x - mean) inverse and s = g scale: dx = inverse (s - mean of s - n mean of s n) row by row, and down the columns
    /// dScale = sum of g n and dShift = sum of g; these two may be empty where they are not wanted.
    /// </summary>
    public static void Gradient<T>(
        ReadOnlySpan<T> gradient,
        ReadOnlySpan<T> x,
        int rows,
        int width,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> inverse,
        ReadOnlySpan<T> scale,
        Span<T> dx,
        Span<T> dScale,
        Span<T> dShift,
        bool centred = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(rows * width, x.Length, nameof(x));
        Tiling.Same(x.Length, gradient.Length, nameof(gradient));
        Tiling.Same(x.Length, dx.Length, nameof(dx));
        Tiling.Same(rows, mean.Length, nameof(mean));
        Tiling.Same(rows, inverse.Length, nameof(inverse));
        Tiling.Same(scale.IsEmpty ? 0 : width, scale.Length, nameof(scale));
        Tiling.Same(dScale.IsEmpty ? 0 : width, dScale.Length, nameof(dScale));
        Tiling.Same(dScale.Length, dShift.Length, nameof(dShift));
        if (x.IsEmpty)
        {
            dScale.Clear();
            dShift.Clear();
            return;
        }

        fixed (T* upstream = gradient, input = x, means = mean, inverses = inverse, scales = scale, target = dx)
        fixed (T* scaleTarget = dScale, shiftTarget = dShift)
        {
            var tiles = LayerNormalizationGradientJob<T>.TilesOf(rows, width);
            var usual = Usual<T>(scale.IsEmpty ? width : 0);
            var partials = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceWeights, 2 * (nint)tiles * width);
            var job = new LayerNormalizationGradientJob<T>(
                upstream, input, means, inverses, scales == null ? usual : scales, target, partials, rows, width, centred,
                Streams(target, dx.Length, upstream, width));
            Tiling.Run(tiles, job);
            if (!dScale.IsEmpty)
            {
                var scaleSums = new AddChunksJob<T>(partials, tiles, width, scaleTarget);
                Tiling.Run(scaleSums.Tiles, scaleSums);
                var shiftSums = new AddChunksJob<T>(partials + ((nint)tiles * width), tiles, width, shiftTarget);
                Tiling.Run(shiftSums.Tiles, shiftSums);
            }
        }
    }

    /// <summary>Whether every vector of an output goes to memory; it stands on a cache line.</summary>
    private static bool Streams<T>(T* output, int count, T* input, int width)
        where T : unmanaged
        => width % Vector512<T>.Count == 0 && Streaming.Suits(output, count, input);

    /// <summary>The scale and the shift that change nothing: ones, then zeros.</summary>
    private static T* Usual<T>(int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var usual = ScratchBuffers.Get<T>(ScratchBuffers.Slot.Caller, 2 * (nint)width);
        new Span<T>(usual, width).Fill(T.One);
        new Span<T>(usual + width, width).Clear();
        return usual;
    }
}
