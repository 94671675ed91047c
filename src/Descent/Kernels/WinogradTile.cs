using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>A tile of a correlation by <see cref="Winograd"/>: inputs to points, products point by point, points to outputs.</summary>
internal static unsafe class WinogradTile
{
    /// <summary>Blocks of output channels whose points are held at once.</summary>
    public const int BlocksAtOnce = 4;

    /// <summary>Elements that an epilogue takes at once: 16 KiB of float, which still lie in the first-level cache.</summary>
    private const int EpilogueElements = 4096;

    /// <summary>All outputs of the tile, all its images.</summary>
    public static void Run<T>(in Correlation<T> correlation, in CorrelationTile work, ref Ahead ahead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var slots = work.Images * correlation.Layout.Tiling.Vectors * Vector512<T>.Count;
        nint inputPoint = CorrelationLayout.Unalias(correlation.Channels * slots, sizeof(T));
        var inputs = Scratch.Rent<T>(ScratchSlots.Panel, Winograd.Points * inputPoint);
        TransformInputs(in correlation, in work, inputs, inputPoint, slots);
        for (var block = work.FirstBlock; block < work.EndBlock; block += BlocksAtOnce)
        {
            var written = work with { FirstBlock = block, EndBlock = Math.Min(block + BlocksAtOnce, work.EndBlock) };
            nint sumPoint = CorrelationLayout.Unalias((written.EndBlock - block) * correlation.Layout.BlockRows * slots, sizeof(T));
            var sums = Scratch.Rent<T>(ScratchSlots.Results, Winograd.Points * sumPoint);
            for (var point = 0; point < Winograd.Points; point++)
            {
                ahead.Ask();
                Multiply(in correlation, in written, point, inputs + (point * inputPoint), sums + (point * sumPoint), slots);
            }

            TransformSums(in correlation, in written, sums, sumPoint, slots);
        }
    }

    /// <summary>How often a tile asks for what comes next.</summary>
    public static int Products(in CorrelationTile work) => Winograd.Points * Tiling.Groups(work.EndBlock - work.FirstBlock, BlocksAtOnce);

    private static void TransformInputs<T>(
        in Correlation<T> correlation, in CorrelationTile work, T* inputs, nint point, int slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref readonly var tiling = ref correlation.Layout.Tiling;
        ref readonly var planes = ref correlation.Planes;
        nint length = tiling.SourceRows * planes.Pitch;
        var plane = Scratch.Rent<T>(ScratchSlots.Planes, length + planes.Pitch);
        var sourcePlane = (nint)planes.SourceHeight * planes.SourceWidth;
        var imageSlots = tiling.Vectors * Vector512<T>.Count;
        for (var channel = 0; channel < correlation.Channels; channel++, inputs += slots)
        {
            for (var i = 0; i < work.Images; i++)
            {
                var source = ((((nint)(work.Image + i) * correlation.Groups) + work.Group) * correlation.Channels) + channel;
                planes.Copy(correlation.Source + (source * sourcePlane), plane, 0, 0, work.FirstRow, tiling.SourceRows, T.Zero);
                new Span<T>(plane + length, planes.Pitch).Clear();
                WinogradInput.Transform(in tiling, plane, planes.Pitch, inputs + ((nint)i * imageSlots), point);
            }
        }
    }

    // One point of all blocks: [outputs, channels] x [channels, tiles].
    private static void Multiply<T>(in Correlation<T> correlation, in CorrelationTile work, int point, T* inputs, T* sums, int slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = correlation.Layout.BlockRows;
        var operands = new TileOperands<T>
        {
            ARow = 1,
            AStep = rows,
            B = inputs,
            BStep = slots,
            C = sums,
            CRow = slots,
            Depth = correlation.Channels,
        };
        for (var block = work.FirstBlock; block < work.EndBlock; block++, operands.C += rows * (nint)slots)
        {
            operands.A = correlation.Panels + ((((nint)work.Group * correlation.Layout.Blocks) + block) * correlation.Layout.PanelLength)
                + ((nint)point * correlation.Layout.WeightPoint);
            var channels = Math.Min(rows, correlation.OutChannels - (block * rows));
            MatrixProductTile.MultiplyBlock(channels, slots / Vector512<T>.Count, in operands);
        }
    }

    private static void TransformSums<T>(in Correlation<T> correlation, in CorrelationTile work, T* sums, nint point, int slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref readonly var tiling = ref correlation.Layout.Tiling;
        var rows = correlation.Layout.BlockRows;
        var (first, end) = (work.FirstBlock * rows, Math.Min(work.EndBlock * rows, correlation.OutChannels));
        var biases = correlation.BiasPanels + ((nint)work.Group * correlation.Layout.Blocks * rows);
        var imageSlots = tiling.Vectors * Vector512<T>.Count;
        var (start, pixels) = (work.FirstRow * correlation.GridWidth, work.Rows * correlation.GridWidth);
        var together = Math.Max(1, EpilogueElements / pixels);
        for (var image = 0; image < work.Images; image++, sums += imageSlots)
        {
            var plane = (((work.Image + image) * correlation.Groups) + work.Group) * correlation.OutChannels;
            for (var channel = first; channel < end; channel += together)
            {
                var finished = Math.Min(channel + together, end);
                for (var c = channel; c < finished; c++)
                {
                    var output = correlation.Output + ((nint)(plane + c) * correlation.PlaneLength) + start;
                    WinogradOutput.Transform(
                        in tiling, sums + ((c - first) * (nint)slots), point, biases[c], output, work.Rows, correlation.GridWidth);
                }

                correlation.Epilogue?.Apply(
                    correlation.Output + ((nint)(plane + channel) * correlation.PlaneLength) + start, correlation.PlaneLength,
                    plane + channel, finished - channel, start, pixels);
            }
        }
    }
}
