using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>A tile of a correlation that reads its pixel vectors straight from the copied planes, by rows or flat.</summary>
internal static unsafe class CorrelationDirect
{
    /// <summary>All outputs of the tile, one image.</summary>
    public static void Run<T>(in Correlation<T> correlation, in CorrelationTile work, T* planes, ref Ahead ahead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        var block = correlation.Layout.BlockVectors;
        var (width, pitch) = (correlation.GridWidth, correlation.Planes.Pitch);
        var byRows = correlation.Layout.Order == PixelOrder.Rows;
        var rowVectors = (width + lanes - 1) / lanes;
        var vectors = byRows ? work.Rows * rowVectors : (((work.Rows - 1) * pitch) + width + lanes - 1) / lanes;

        // Where vectors of pixels follow one another in the output plane as they do here, results need no scratch.
        var dense = correlation.OutColumnStride == 1 && correlation.OutRowStride == width;
        var straight = dense && (byRows ? width % lanes == 0 : pitch == width);
        var firstChannel = ((nint)work.Image * correlation.Groups * correlation.OutChannels) + (work.Group * correlation.OutChannels);
        var output = correlation.Output + (firstChannel * correlation.PlaneLength) + correlation.OutOffset
            + ((nint)work.FirstRow * correlation.OutRowStride);
        var starts = stackalloc int[block];
        var runs = new PixelRuns(stackalloc int[3 * correlation.Layout.BlockWidth]);
        var pixelsInBlock = CorrelationEpilogue.PixelsInBlock(in correlation, in work);
        var finished = 0;
        for (var first = 0; first < vectors; first += block)
        {
            var count = Math.Min(block, vectors - first);
            var whole = straight && (first + count) * lanes <= work.Rows * width;
            runs.Clear();
            if (whole)
            {
                runs.Add(0, first * lanes, count * lanes);
            }

            for (var v = 0; v < count; v++)
            {
                var (row, column) = byRows ? Math.DivRem(first + v, rowVectors) : (0, first + v);
                starts[v] = (row * pitch) + (column * lanes);
                if (!whole)
                {
                    AddRuns(in correlation, ref runs, v * lanes, starts[v], byRows, row, work.Rows);
                }
            }

            Multiply(in correlation, in work, planes, starts, count, in runs, output, whole ? first * lanes : -1, ref ahead);
            if (correlation.Epilogue is not null)
            {
                var last = first + count == vectors;
                var pixels = last ? work.Rows * width : FinishedPixels<T>(first + count, byRows ? rowVectors : 0, width, pitch);
                if (last || pixels - finished >= pixelsInBlock)
                {
                    var start = work.FirstRow * width;
                    CorrelationEpilogue.Run(in correlation, in work, work.Image, start + finished, start + pixels);
                    finished = pixels;
                }
            }
        }
    }

    /// <summary>How many products a tile is, or one or two fewer.</summary>
    public static int Products<T>(in Correlation<T> correlation, in CorrelationTile work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pixels = work.Rows * correlation.GridWidth;
        return (work.EndBlock - work.FirstBlock) * Math.Max(1, pixels / (correlation.Layout.BlockVectors * Vector512<T>.Count));
    }

    // The pixels of a band that the first vectors hold; rowVectors is 0 when vectors run on from row to row.
    private static int FinishedPixels<T>(int vectors, int rowVectors, int width, int pitch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (row, column) = rowVectors > 0 ? Math.DivRem(vectors, rowVectors) : Math.DivRem(vectors * Vector512<T>.Count, pitch);
        return (row * width) + Math.Min(rowVectors > 0 ? column * Vector512<T>.Count : column, width);
    }

    private static void AddRuns<T>(
        in Correlation<T> correlation, ref PixelRuns runs, int inBlock, int start, bool byRows, int row, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, pitch) = (correlation.GridWidth, correlation.Planes.Pitch);
        var end = byRows ? Math.Min(start + Vector512<T>.Count, (row * pitch) + width) : start + Vector512<T>.Count;
        for (var place = start; place < end;)
        {
            (row, var column) = Math.DivRem(place, pitch);
            if (row >= rows)
            {
                return;
            }

            var next = Math.Min(end, (row + 1) * pitch);
            var length = Math.Min(next, (row * pitch) + width) - place;
            if (length > 0)
            {
                var output = (row * correlation.OutRowStride) + (column * correlation.OutColumnStride);
                runs.Add(inBlock + place - start, output, length);
            }

            place = next;
        }
    }

    private static void Multiply<T>(
        in Correlation<T> correlation,
        in CorrelationTile work,
        T* planes,
        int* starts,
        int vectors,
        in PixelRuns runs,
        T* output,
        int straight,
        ref Ahead ahead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = correlation.Layout.BlockRows;
        var length = correlation.Channels * correlation.Taps.Count;
        var width = correlation.Layout.BlockWidth;
        var offsets = correlation.Offsets;
        var results = Scratch.Rent<T>(ScratchSlots.Results, rows * width);
        for (var block = work.FirstBlock; block < work.EndBlock; block++)
        {
            ahead.Ask();
            var packed = ((nint)work.Group * correlation.Layout.Blocks) + block;
            var panel = correlation.Panels + (packed * length * rows);
            var bias = correlation.BiasPanels + (packed * rows);
            var target = output + ((nint)block * rows * correlation.PlaneLength);
            var channels = Math.Min(rows, correlation.OutChannels - (block * rows));
            if (straight >= 0 && channels == rows)
            {
                CorrelationMicroKernel<T>.Run(
                    rows, vectors, length, panel, offsets, planes, starts, target + straight, correlation.PlaneLength, bias, false);
                continue;
            }

            CorrelationMicroKernel<T>.Run(rows, vectors, length, panel, offsets, planes, starts, results, width, bias, false);
            for (var r = 0; r < channels; r++)
            {
                runs.Scatter(results + (r * width), target + ((nint)r * correlation.PlaneLength), correlation.OutColumnStride);
            }
        }
    }
}
