using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A tile of a correlation that first gathers the pixels of each register block into a panel, a piece of k at a time:
/// for small planes, whose rows would leave most of a vector unused.
/// </summary>
internal static unsafe class CorrelationPacked
{
    /// <summary>All outputs of the tile, all its images.</summary>
    public static void Run<T>(in Correlation<T> correlation, in CorrelationTile work, T* planes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tileWidth = correlation.Layout.BlockWidth;
        var width = correlation.GridWidth;
        var imagePixels = work.Rows * width;
        var pixels = work.Images * imagePixels;
        var sources = new PixelRuns(stackalloc int[3 * tileWidth]);
        var targets = new PixelRuns(stackalloc int[3 * tileWidth]);
        var imageLength = correlation.Groups * correlation.OutChannels * correlation.PlaneLength;
        var pixelsInBlock = CorrelationEpilogue.PixelsInBlock(in correlation, in work);
        var finished = 0;
        for (var first = 0; first < pixels; first += tileWidth)
        {
            var count = Math.Min(tileWidth, pixels - first);
            sources.Clear();
            targets.Clear();
            for (var pixel = first; pixel < first + count;)
            {
                var (image, inImage) = Math.DivRem(pixel, imagePixels);
                var (row, column) = Math.DivRem(inImage, width);
                var length = Math.Min(width - column, first + count - pixel);
                var place = (((image * work.CopiedRows) + row) * correlation.Planes.Pitch) + column;
                var inPlane = ((work.FirstRow + row) * correlation.OutRowStride) + (column * correlation.OutColumnStride);
                var output = (image * imageLength) + inPlane;
                sources.Add(pixel - first, place, length);
                targets.Add(pixel - first, output, length);
                pixel += length;
            }

            Multiply(in correlation, in work, planes, in sources, in targets, (count + Vector512<T>.Count - 1) / Vector512<T>.Count);
            if (first + count - finished >= pixelsInBlock || first + count == pixels)
            {
                finished = Finish(in correlation, in work, finished, first + count);
            }
        }
    }

    // Pixels are numbered through the images of the copy.
    private static int Finish<T>(in Correlation<T> correlation, in CorrelationTile work, int first, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var imagePixels = work.Rows * correlation.GridWidth;
        var start = work.FirstRow * correlation.GridWidth;
        while (first < end)
        {
            var (image, pixel) = Math.DivRem(first, imagePixels);
            var last = Math.Min(pixel + end - first, imagePixels);
            CorrelationEpilogue.Run(in correlation, in work, work.Image + image, start + pixel, start + last);
            first += last - pixel;
        }

        return end;
    }

    private static void Multiply<T>(
        in Correlation<T> correlation, in CorrelationTile work, T* planes, in PixelRuns sources, in PixelRuns targets, int vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int depth = CorrelationJob<T>.PackedDepth;
        var tileWidth = correlation.Layout.BlockWidth;
        var rows = correlation.Layout.BlockRows;
        var total = correlation.Channels * correlation.Taps.Count;
        var panel = Scratch.Rent<T>(ScratchSlots.Panel, depth * tileWidth);
        var results = Scratch.Rent<T>(ScratchSlots.Results, (work.EndBlock - work.FirstBlock) * rows * tileWidth);
        var starts = stackalloc int[correlation.Layout.BlockVectors];
        for (var v = 0; v < correlation.Layout.BlockVectors; v++)
        {
            starts[v] = v * Vector512<T>.Count;
        }

        for (var first = 0; first < total; first += depth)
        {
            var length = Math.Min(depth, total - first);
            sources.Gather(planes, correlation.Offsets + first, length, panel, tileWidth);

            for (var block = work.FirstBlock; block < work.EndBlock; block++)
            {
                var packed = ((nint)work.Group * correlation.Layout.Blocks) + block;
                CorrelationMicroKernel<T>.Run(
                    rows,
                    vectors,
                    length,
                    correlation.Panels + (((packed * total) + first) * rows),
                    correlation.PackedOffsets,
                    panel,
                    starts,
                    results + ((nint)(block - work.FirstBlock) * rows * tileWidth),
                    tileWidth,
                    first + length == total ? correlation.BiasPanels + (packed * rows) : null,
                    first > 0);
            }
        }

        var firstChannel = (((nint)work.Image * correlation.Groups) + work.Group) * correlation.OutChannels;
        var end = Math.Min(work.EndBlock * rows, correlation.OutChannels);
        for (var channel = work.FirstBlock * rows; channel < end; channel++, results += tileWidth)
        {
            var output = correlation.Output + ((firstChannel + channel) * correlation.PlaneLength) + correlation.OutOffset;
            targets.Scatter(results, output, correlation.OutColumnStride);
        }
    }
}
