using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// One tile of the gradient for the weights: a chunk of the batch, a group, a block of its input and one of its output channels.
/// </summary>
internal readonly unsafe struct WeightGradientJob<T>(in ConvolutionWeightGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionWeightGradient<T> plan = plan;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (rest, channelBlock) = Math.DivRem(tile, plan.ChannelBlocks);
        (rest, var outBlock) = Math.DivRem(rest, plan.OutBlocks);
        var (chunk, group) = Math.DivRem(rest, plan.Geometry.Groups);
        var firstOut = (group * plan.Geometry.OutChannelsPerGroup) + (outBlock * plan.OutBlock);
        var outs = Math.Min(plan.OutBlock, plan.Geometry.OutChannelsPerGroup - (outBlock * plan.OutBlock));
        var firstChannel = channelBlock * plan.ChannelBlock;
        var channels = Math.Min(plan.ChannelBlock, plan.Geometry.InChannelsPerGroup - firstChannel);
        var weights = plan.Geometry.InChannelsPerGroup * plan.Taps.Count;
        var partial = plan.Partials + ((nint)chunk * plan.Geometry.WeightLength)
            + ((nint)firstOut * weights) + (firstChannel * plan.Taps.Count);
        var planes = Scratch.Rent<T>(ScratchSlots.Planes, (nint)channels * plan.Phases.Count * plan.PlaneStride);
        var gradients = Scratch.Rent<T>(ScratchSlots.Panel, (nint)outs * plan.GradientStride);
        var end = Math.Min((chunk + 1) * plan.UnitsPerChunk, plan.Units);
        for (var unit = chunk * plan.UnitsPerChunk; unit < end; unit++)
        {
            var (imageUnit, band) = Math.DivRem(unit, plan.Bands);
            var image = imageUnit * plan.ImagesPerUnit;
            var images = Math.Min(plan.ImagesPerUnit, plan.Geometry.Batch - image);
            var firstRow = band * plan.BandRows;
            var rows = Math.Min(plan.BandRows, plan.Geometry.OutHeight - firstRow);
            CopyInputs(planes, image, images, (group * plan.Geometry.InChannelsPerGroup) + firstChannel, channels, firstRow, rows);
            CopyGradients(gradients, image, images, firstOut, outs, firstRow, rows);
            var add = unit > chunk * plan.UnitsPerChunk;
            if (plan.BiasPartials != null && channelBlock == 0)
            {
                var sums = plan.BiasPartials + ((nint)chunk * plan.Geometry.OutChannels) + firstOut;
                SumRows(gradients, outs, plan.PixelLength(images, rows), sums, add);
            }

            var product = new WeightGradientProduct<T>(in plan, images, rows, outs, channels * plan.Taps.Count);
            var ahead = plan.Bands == 1 ? Next(image + images, firstOut, outs, firstChannel, channels, group, product.Blocks) : default;
            product.Run(planes, gradients, partial, add, ref ahead);
        }
    }

    // The planes of the unit after this one, which the same thread does more often than not.
    private Ahead Next(int image, int firstOut, int outs, int firstChannel, int channels, int group, int parts)
    {
        ref readonly var geometry = ref plan.Geometry;
        var images = Math.Min(plan.ImagesPerUnit, geometry.Batch - image);
        if (images != 1 && (channels != geometry.InChannels || outs != geometry.OutChannels))
        {
            return default;
        }

        nint inPlane = geometry.InHeight * geometry.InWidth, outPlane = geometry.OutHeight * geometry.OutWidth;
        var channel = ((nint)image * geometry.InChannels) + (group * geometry.InChannelsPerGroup) + firstChannel;
        var outChannel = ((nint)image * geometry.OutChannels) + firstOut;
        return new Ahead(
            plan.Input + (channel * inPlane), images * channels * inPlane * sizeof(T),
            plan.OutputGradient + (outChannel * outPlane), images * outs * outPlane * sizeof(T),
            parts);
    }

    private void CopyInputs(T* target, int image, int images, int firstChannel, int channels, int firstRow, int rows)
    {
        var sourcePlane = (nint)plan.Geometry.InHeight * plan.Geometry.InWidth;
        var copied = rows + plan.Planes.HaloRows;
        for (var plane = 0; plane < channels * plan.Phases.Count; plane++, target += plan.PlaneStride)
        {
            var (channel, phase) = Math.DivRem(plane, plan.Phases.Count);
            for (var i = 0; i < images; i++)
            {
                var source = plan.Input + ((((nint)(image + i) * plan.Geometry.InChannels) + firstChannel + channel) * sourcePlane);
                var place = target + ((nint)i * copied * plan.Planes.Pitch);
                plan.Planes.Copy(source, place, plan.Phases.Rows[phase], plan.Phases.Columns[phase], firstRow, copied, T.Zero);
            }

            // Past the last row the output gradient is zero; what it multiplies must be a number.
            var used = images * copied * plan.Planes.Pitch;
            new Span<T>(target + used, plan.PlaneStride - used).Clear();
        }

        new Span<T>(target, Scratch.Slack).Clear();
    }

    private void CopyGradients(T* target, int image, int images, int firstChannel, int channels, int firstRow, int rows)
    {
        var (width, pitch) = plan.Gathers ? (plan.Geometry.OutWidth * rows, 0) : (plan.Geometry.OutWidth, plan.Planes.Pitch);
        var (runs, length) = plan.Gathers ? (1, width) : (rows, plan.SegmentLength(rows));
        for (var channel = 0; channel < channels; channel++, target += plan.GradientStride)
        {
            var place = target;
            for (var i = 0; i < images; i++, place += length)
            {
                var plane = ((nint)(image + i) * plan.Geometry.OutChannels) + firstChannel + channel;
                var source = plan.OutputGradient + (((plane * plan.Geometry.OutHeight) + firstRow) * plan.Geometry.OutWidth);
                for (var run = 0; run < runs; run++)
                {
                    var used = (run * pitch) + width;
                    PixelRuns.CopyExactly(source + ((nint)run * width), place + (run * pitch), width);
                    PaddedPlanes.Fill(place + used, run + 1 < runs ? pitch - width : length - used, T.Zero);
                }
            }

            PaddedPlanes.Fill(place, plan.PixelLength(images, rows) - (images * length), T.Zero);
        }
    }

    /// <summary>The sum of each row of gradients; the zeros between rows of pixels add nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void SumRows(T* gradients, int rows, int length, T* sums, bool add)
    {
        for (var row = 0; row < rows; row++, gradients += plan.GradientStride)
        {
            Vector512<T> even = default, odd = default;
            var i = 0;
            for (; i <= length - (2 * Vector512<T>.Count); i += 2 * Vector512<T>.Count)
            {
                even += Vector512.Load(gradients + i);
                odd += Vector512.Load(gradients + i + Vector512<T>.Count);
            }

            if (i < length)
            {
                even += Vector512.Load(gradients + i);
            }

            var sum = Lanes.Sum(even + odd);
            sums[row] = add ? sums[row] + sum : sum;
        }
    }
}
