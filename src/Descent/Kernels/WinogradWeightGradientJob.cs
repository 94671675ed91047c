using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>A chunk of the batch and a cell of the sums; see <see cref="WinogradWeightGradient{T}"/>.</summary>
internal readonly unsafe struct WinogradWeightGradientJob<T>(in WinogradWeightGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The point of a tile that is the sum of its four gradients.</summary>
    private const int SumOfTile = 5;

    private readonly WinogradWeightGradient<T> plan = plan;

    private static int Lane => Vector512<T>.Count;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var geometry = ref plan.Geometry;
        var (chunk, cell) = Math.DivRem(tile, plan.Cells);
        var (rest, channelBlock) = Math.DivRem(cell, plan.ChannelBlocks);
        var (group, outBlock) = Math.DivRem(rest, plan.OutBlocks);
        var outs = Math.Min(plan.OutBlock, geometry.OutChannelsPerGroup - (outBlock * plan.OutBlock));
        var channels = Math.Min(plan.ChannelBlock, geometry.InChannelsPerGroup - (channelBlock * plan.ChannelBlock));
        var firstOut = (group * geometry.OutChannelsPerGroup) + (outBlock * plan.OutBlock);
        var firstChannel = (group * geometry.InChannelsPerGroup) + (channelBlock * plan.ChannelBlock);
        var sums = plan.Partials + ((nint)tile * plan.CellLength);
        var biases = plan.BiasPartials != null && channelBlock == 0
            ? plan.BiasPartials + ((nint)chunk * geometry.OutChannels) + firstOut
            : null;

        var most = plan.ImagesPerUnit * plan.Tiling.Vectors * Lane;
        nint pixelPoint = CorrelationLayout.Unalias(most * plan.SumsRow, sizeof(T));
        nint gradientPoint = CorrelationLayout.Unalias(most * plan.OutBlock, sizeof(T));
        var pixels = Scratch.Rent<T>(ScratchSlots.Results, Winograd.Points * pixelPoint);
        var gradients = Scratch.Rent<T>(ScratchSlots.Panel, Winograd.Points * gradientPoint);
        if (!FillsVectors)
        {
            // Tiles that are none: their gradients are 0, and so is what these are multiplied by.
            new Span<T>(pixels, (int)(Winograd.Points * pixelPoint)).Clear();
        }

        var first = chunk * plan.UnitsPerChunk;
        var end = Math.Min(first + plan.UnitsPerChunk, plan.Units);
        for (var unit = first; unit < end; unit++)
        {
            var (imageUnit, band) = Math.DivRem(unit, plan.Bands);
            var image = imageUnit * plan.ImagesPerUnit;
            var images = Math.Min(plan.ImagesPerUnit, geometry.Batch - image);
            TransformPixels(image, images, firstChannel, channels, band * plan.BandRows, pixels, pixelPoint);
            var slots = images * plan.Tiling.Vectors * Lane;
            TransformGradients(image, images, firstOut, outs, band * plan.BandRows, gradients, gradientPoint, slots);
            var ahead = Next(image + images, firstOut, outs, firstChannel, channels);
            for (var point = 0; point < Winograd.Points; point++)
            {
                ahead.Ask();
                Multiply(
                    gradients + (point * gradientPoint), slots, pixels + (point * pixelPoint), sums + (point * plan.SumsPoint), outs,
                    unit > first);
            }

            if (biases != null)
            {
                AddRows(gradients + (SumOfTile * gradientPoint), slots, outs, biases, unit > first);
            }
        }
    }

    private bool FillsVectors
        => plan.Geometry.OutWidth == 2 * Lane / plan.Tiling.Segments * plan.Tiling.Columns
            && plan.Geometry.OutHeight == plan.Bands * plan.BandRows;

    // The planes of the unit after this one, which the same thread does more often than not.
    private Ahead Next(int image, int firstOut, int outs, int firstChannel, int channels)
    {
        ref readonly var geometry = ref plan.Geometry;
        var images = Math.Min(plan.ImagesPerUnit, geometry.Batch - image);
        if (plan.Bands > 1 || images < 1 || (images != 1 && (channels != geometry.InChannels || outs != geometry.OutChannels)))
        {
            return default;
        }

        nint inPlane = geometry.InHeight * geometry.InWidth, outPlane = geometry.OutHeight * geometry.OutWidth;
        var ahead = new Ahead(Winograd.Points);
        ahead.Add(plan.Input + ((((nint)image * geometry.InChannels) + firstChannel) * inPlane), images * channels * inPlane * sizeof(T));
        ahead.Add(plan.OutputGradient + ((((nint)image * geometry.OutChannels) + firstOut) * outPlane), images * outs * outPlane * sizeof(T));
        return ahead;
    }

    private void TransformPixels(int image, int images, int firstChannel, int channels, int firstRow, T* target, nint point)
    {
        ref readonly var geometry = ref plan.Geometry;
        ref readonly var tiling = ref plan.Tiling;
        var rows = Tiling.Groups(Math.Min(plan.BandRows, geometry.OutHeight - firstRow), 2);
        var length = plan.Pixels.Length(2 * rows);
        nint pixel = plan.Pixels.PixelLength, rowLength = plan.Pixels.RowLength;
        var copy = Scratch.Rent<T>(ScratchSlots.Planes, length + pixel + plan.Pixels.Overhang);
        var across = Tiling.Groups(geometry.OutWidth, 2);
        for (var i = 0; i < images; i++, target += tiling.Vectors * Lane * pixel)
        {
            var channel = ((nint)(image + i) * geometry.InChannels) + firstChannel;
            plan.Pixels.Copy(
                plan.Input + (channel * geometry.InHeight * geometry.InWidth), null, copy, channels, firstRow, 2 * rows);

            // The last tile of an odd row reaches a pixel further, which meets a gradient of 0.
            new Span<T>(copy + length, (int)pixel).Clear();
            for (var row = 0; row < rows; row++)
            {
                var (segment, down) = Math.DivRem(row, tiling.Rows);
                var slot = (down * tiling.Columns * Lane) + (segment * Lane / tiling.Segments);
                WinogradPixels.Transform(copy + (2 * row * rowLength), pixel, rowLength, across, target + (slot * pixel), point);
            }
        }
    }

    private void TransformGradients(
        int image, int images, int firstOut, int outs, int firstRow, T* target, nint point, int slots)
    {
        ref readonly var geometry = ref plan.Geometry;
        ref readonly var tiling = ref plan.Tiling;
        var plane = (nint)geometry.OutHeight * geometry.OutWidth;
        var whole = FillsVectors;
        var planes = new PaddedPlanes
        {
            SourceHeight = geometry.OutHeight,
            SourceWidth = geometry.OutWidth,
            StepHeight = 1,
            StepWidth = 1,
            Pitch = 2 * Lane / tiling.Segments * tiling.Columns,
        };
        var copy = whole ? null : Scratch.Rent<T>(ScratchSlots.Planes, (nint)plan.BandRows * planes.Pitch);
        for (var o = 0; o < outs; o++, target += slots)
        {
            var to = target;
            for (var i = 0; i < images; i++, to += tiling.Vectors * Lane)
            {
                var source = plan.OutputGradient + (((((nint)(image + i) * geometry.OutChannels) + firstOut) + o) * plane);
                if (whole)
                {
                    WinogradGradient.Transform(in tiling, source + (firstRow * (nint)geometry.OutWidth), geometry.OutWidth, to, point);
                    continue;
                }

                planes.Copy(source, copy, 0, 0, firstRow, plan.BandRows, T.Zero);
                WinogradGradient.Transform(in tiling, copy, planes.Pitch, to, point);
            }
        }
    }

    // One point: [outputs, tiles] x [tiles, channels].
    private void Multiply(T* gradients, int slots, T* pixels, T* sums, int outs, bool add)
    {
        var operands = new TileOperands<T>
        {
            A = gradients,
            ARow = slots,
            AStep = 1,
            B = pixels,
            BStep = plan.SumsRow,
            C = sums,
            CRow = plan.SumsRow,
            Depth = slots,
            Continue = add,
        };
        MatrixProductTile.MultiplyBlock(outs, plan.SumsRow / Lane, in operands);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(T* rows, int length, int count, T* sums, bool add)
    {
        for (var row = 0; row < count; row++, rows += length)
        {
            var sum = Vector512<T>.Zero;
            for (var i = 0; i < length; i += Lane)
            {
                sum += Vector512.Load(rows + i);
            }

            sums[row] = (add ? sums[row] : T.Zero) + Lanes.Sum(sum);
        }
    }
}
