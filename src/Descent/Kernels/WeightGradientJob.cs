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

    private static int Lane => Vector512<T>.Count;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var geometry = ref plan.Geometry;
        var (rest, channelBlock) = Math.DivRem(tile, plan.ChannelBlocks);
        (rest, var outBlock) = Math.DivRem(rest, plan.OutBlocks);
        var (chunk, group) = Math.DivRem(rest, geometry.Groups);
        var firstOut = (group * geometry.OutChannelsPerGroup) + (outBlock * plan.OutBlock);
        var outs = Math.Min(plan.OutBlock, geometry.OutChannelsPerGroup - (outBlock * plan.OutBlock));
        var firstChannel = channelBlock * plan.ChannelBlock;
        var channels = Math.Min(plan.ChannelBlock, geometry.InChannelsPerGroup - firstChannel);
        firstChannel += group * geometry.InChannelsPerGroup;
        var sumsRow = plan.Chunks > 1 ? plan.RowLength : plan.BlockLength;
        var sums = plan.Chunks > 1
            ? plan.Partials + (chunk * plan.ChunkLength) + ((nint)firstOut * sumsRow) + (channelBlock * plan.BlockLength)
            : Scratch.Rent<T>(ScratchSlots.Results, (nint)outs * sumsRow);
        var first = chunk * plan.UnitsPerChunk;
        var end = Math.Min(first + plan.UnitsPerChunk, plan.Units);
        for (var unit = first; unit < end; unit++)
        {
            var (imageUnit, band) = Math.DivRem(unit, plan.Bands);
            var image = imageUnit * plan.ImagesPerUnit;
            var images = Math.Min(plan.ImagesPerUnit, geometry.Batch - image);
            var firstRow = band * plan.BandRows;
            var rows = Math.Min(plan.BandRows, geometry.OutHeight - firstRow);
            var inputs = CopyInputs(image, images, firstChannel, channels, firstRow, rows);
            var gradient = plan.OutputGradient
                + ((((((nint)image * geometry.OutChannels) + firstOut) * geometry.OutHeight) + firstRow) * geometry.OutWidth);
            var ahead = plan.Bands == 1 ? Next(image + images, firstOut, outs, firstChannel, channels) : default;
            Multiply(inputs, gradient, Pixels(images, rows), outs, sums, sumsRow, unit > first, ahead);
            if (plan.BiasPartials != null && channelBlock == 0)
            {
                var biases = plan.BiasPartials + ((nint)chunk * geometry.OutChannels) + firstOut;
                SumRows(gradient, images, rows * geometry.OutWidth, outs, biases, unit > first);
            }
        }

        if (plan.Chunks == 1)
        {
            WeightGradientOrder.Write(in plan, sums, sumsRow, firstOut, outs, channelBlock);
        }
    }

    // The planes of the unit after this one, which the same thread does more often than not.
    private Ahead Next(int image, int firstOut, int outs, int firstChannel, int channels)
    {
        ref readonly var geometry = ref plan.Geometry;
        var images = Math.Min(plan.ImagesPerUnit, geometry.Batch - image);
        if (images != 1 && (channels != geometry.InChannels || outs != geometry.OutChannels))
        {
            return default;
        }

        nint inPlane = geometry.InHeight * geometry.InWidth, outPlane = geometry.OutHeight * geometry.OutWidth;
        var channel = ((nint)image * geometry.InChannels) + firstChannel;
        var outChannel = ((nint)image * geometry.OutChannels) + firstOut;
        var blocks = Parts(outs, WeightGradientMicroKernel.MaxRows)
            * plan.Runs.Count * Parts(plan.Runs.Vectors, WeightGradientMicroKernel.MaxVectors);
        var ahead = new Ahead(blocks * plan.ImagesPerUnit * geometry.OutHeight);
        ahead.Add(plan.Input + (channel * inPlane), images * channels * inPlane * sizeof(T));
        ahead.Add(plan.OutputGradient + (outChannel * outPlane), images * outs * outPlane * sizeof(T));
        return ahead;
    }

    private T* CopyInputs(int image, int images, int firstChannel, int channels, int firstRow, int rows)
    {
        ref readonly var geometry = ref plan.Geometry;
        var length = (nint)plan.Layout.Length(rows);
        var stage = Scratch.Rent<T>(ScratchSlots.Panel, plan.Layout.StageLength(rows));
        var copies = Scratch.Rent<T>(ScratchSlots.Planes, (images * length) + plan.Layout.Overhang);
        for (var i = 0; i < images; i++)
        {
            var channel = ((nint)(image + i) * geometry.InChannels) + firstChannel;
            var source = plan.Input + (channel * geometry.InHeight * geometry.InWidth);
            plan.Layout.Copy(source, stage, copies + (i * length), channels, firstRow, rows);
        }

        return copies;
    }

    private WeightGradientPixels Pixels(int images, int rows)
    {
        ref readonly var geometry = ref plan.Geometry;
        nint step = geometry.StrideWidth * plan.Layout.PixelLength, row = plan.Layout.OutRowLength;
        return new WeightGradientPixels(
            images,
            rows,
            geometry.OutWidth,
            (((nint)geometry.OutChannels * geometry.OutHeight) - rows) * geometry.OutWidth,
            step,
            row - (geometry.OutWidth * step),
            plan.Layout.Length(rows) - (rows * row));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Multiply(
        T* inputs, T* gradient, WeightGradientPixels pixels, int outs, T* sums, nint sumsRow, bool add, Ahead ahead)
    {
        var plane = plan.Geometry.OutHeight * plan.Geometry.OutWidth;
        var rowParts = Parts(outs, WeightGradientMicroKernel.MaxRows);
        var parts = Parts(plan.Runs.Vectors, WeightGradientMicroKernel.MaxVectors);
        var block = new WeightGradientBlock<T> { GradientRow = plane, SumsRow = sumsRow, Add = add, Pixels = pixels, Ahead = ahead };
        for (var rowPart = 0; rowPart < rowParts; rowPart++)
        {
            var (row, endRow) = (Begin(outs, rowPart, rowParts), Begin(outs, rowPart + 1, rowParts));
            block.Gradient = gradient + ((nint)row * plane);
            for (var run = 0; run < plan.Runs.Count; run++)
            {
                var runInputs = inputs + plan.Runs.Offset(in plan.Geometry, in plan.Layout, run);
                for (var part = 0; part < parts; part++)
                {
                    var (vector, endVector) = (Begin(plan.Runs.Vectors, part, parts), Begin(plan.Runs.Vectors, part + 1, parts));
                    block.Input = runInputs + (vector * Lane);
                    block.Sums = sums + (row * sumsRow) + (((run * plan.Runs.Vectors) + vector) * Lane);
                    WeightGradientMicroKernel.Run(endRow - row, endVector - vector, ref block);
                }
            }
        }
    }

    private static int Parts(int count, int most) => Tiling.Groups(count, most);

    private static int Begin(int count, int part, int parts) => count * part / parts;

    /// <summary>The sum of each output channel's gradients.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void SumRows(T* gradient, int images, int length, int outs, T* sums, bool add)
    {
        var plane = (nint)plan.Geometry.OutHeight * plan.Geometry.OutWidth;
        for (var o = 0; o < outs; o++, gradient += plane)
        {
            Vector512<T> a = default, b = default, c = default, d = default;
            var from = gradient;
            for (var image = 0; image < images; image++, from += plane * plan.Geometry.OutChannels)
            {
                var i = 0;
                for (; i <= length - (4 * Lane); i += 4 * Lane)
                {
                    a += Vector512.Load(from + i);
                    b += Vector512.Load(from + i + Lane);
                    c += Vector512.Load(from + i + (2 * Lane));
                    d += Vector512.Load(from + i + (3 * Lane));
                }

                for (; i < length; i += Lane)
                {
                    a += Lanes.LoadPart(from + i, Math.Min(length - i, Lane));
                }
            }

            var sum = Lanes.Sum(a + b + (c + d));
            sums[o] = add ? sums[o] + sum : sum;
        }
    }
}
