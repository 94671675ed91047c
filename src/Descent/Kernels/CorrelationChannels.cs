using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// A tile of a correlation whose vectors hold output channels: no pixel is computed in vain, however small the planes. Results stand pixel
/// by pixel in scratch and are transposed into the output planes.
/// </summary>
internal static unsafe class CorrelationChannels
{
    /// <summary>
    /// Bytes of packed weights that are used for all pixels before the next piece of k: they stay in the second-level cache.
    /// </summary>
    private const int PieceBytes = 192 * 1024;

    /// <summary>All outputs of the tile, all its images.</summary>
    public static void Run<T>(in Correlation<T> correlation, in CorrelationTile work, T* planes, ref Ahead ahead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = correlation.Layout.BlockRows;
        var pixels = work.Images * work.Rows * correlation.GridWidth;
        var count = Tiling.Groups(pixels, CorrelationChannelKernel<T>.Pixels) * CorrelationChannelKernel<T>.Pixels;
        var pairs = correlation.GridWidth % 2 == 0;
        var starts = MakeStarts(in correlation, in work, count);
        var results = Scratch.Rent<T>(ScratchSlots.Results, (nint)count * rows);
        var total = correlation.Channels * correlation.Taps.Count;
        var depth = Depth<T>(rows);
        for (var block = work.FirstBlock; block < work.EndBlock; block++)
        {
            var packed = ((nint)work.Group * correlation.Layout.Blocks) + block;
            for (var first = 0; first < total; first += depth)
            {
                var length = Math.Min(depth, total - first);
                var panel = correlation.Panels + (((packed * total) + first) * rows);
                var bias = first + length == total ? correlation.BiasPanels + (packed * rows) : null;
                ahead.Ask();
                CorrelationChannelKernel<T>.Run(
                    correlation.Layout.BlockVectors, pairs, pixels, length, panel, correlation.Offsets + first, planes, starts, results,
                    bias, first > 0);
            }

            WriteOut(in correlation, in work, block, results);
        }
    }

    /// <summary>How many products a tile is.</summary>
    public static int Products<T>(in Correlation<T> correlation, in CorrelationTile work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => (work.EndBlock - work.FirstBlock)
            * Tiling.Groups(correlation.Channels * correlation.Taps.Count, Depth<T>(correlation.Layout.BlockRows));

    private static int Depth<T>(int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Math.Max(PieceBytes / (rows * sizeof(T)), 64);

    // Where each pixel lies in the copied planes; past the last pixel the last one again.
    private static int* MakeStarts<T>(in Correlation<T> correlation, in CorrelationTile work, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var starts = Scratch.Rent<int>(ScratchSlots.Pixels, count);
        var pixel = 0;
        for (var image = 0; image < work.Images; image++)
        {
            for (var row = 0; row < work.Rows; row++)
            {
                var place = ((image * work.CopiedRows) + (row * correlation.RowStep)) * correlation.Planes.Pitch;
                for (var column = 0; column < correlation.GridWidth; column++)
                {
                    starts[pixel++] = place + (column * correlation.ColumnStep);
                }
            }
        }

        for (; pixel < count; pixel++)
        {
            starts[pixel] = starts[pixel - 1];
        }

        return starts;
    }

    private static void WriteOut<T>(in Correlation<T> correlation, in CorrelationTile work, int block, T* results)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = correlation.Layout.BlockRows;
        var channel = block * rows;
        var channels = Math.Min(rows, correlation.OutChannels - channel);
        var (width, pixels) = (correlation.GridWidth, work.Rows * correlation.GridWidth);
        var dense = correlation.OutColumnStride == 1 && correlation.OutRowStride == width;
        var start = work.FirstRow * width;
        for (var image = 0; image < work.Images; image++, results += (nint)pixels * rows)
        {
            var plane = ((((nint)(work.Image + image) * correlation.Groups) + work.Group) * correlation.OutChannels) + channel;
            var output = correlation.Output + (plane * correlation.PlaneLength) + correlation.OutOffset
                + ((nint)work.FirstRow * correlation.OutRowStride);
            if (dense)
            {
                Transposition.Copy(results, rows, output, correlation.PlaneLength, pixels, channels);
                var written = work with { FirstBlock = block, EndBlock = block + 1 };
                CorrelationEpilogue.Run(in correlation, in written, work.Image + image, start, start + pixels);
                continue;
            }

            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var (row, column) = Math.DivRem(pixel, width);
                var target = output + ((nint)row * correlation.OutRowStride) + ((nint)column * correlation.OutColumnStride);
                for (var c = 0; c < channels; c++, target += correlation.PlaneLength)
                {
                    *target = results[((nint)pixel * rows) + c];
                }
            }
        }
    }
}
