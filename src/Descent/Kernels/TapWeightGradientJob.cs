using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of <see cref="TapWeightGradient{T}"/>: a chunk of the batch, band after band.</summary>
internal readonly unsafe struct TapWeightGradientJob<T>(in TapWeightGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TapWeightGradient<T> plan = plan;

    private static int Lane => Vector512<T>.Count;

    private int LineBlocks => Tiling.Groups(
        plan.Lines, Math.Min(TapMicroKernel.MaxLines, TapMicroKernel.MaxSums / plan.Geometry.KernelWidth));

    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var geometry = ref plan.Geometry;
        var (imageChunk, bandChunk) = Math.DivRem(tile, plan.BandChunks);
        var copied = ((plan.BandRows - 1) * geometry.StrideHeight) + geometry.KernelHeight;
        var inputs = Scratch.Rent<T>(ScratchSlots.Planes, copied * geometry.InChannels * plan.Pitch);
        var gradients = Scratch.Rent<T>(ScratchSlots.Panel, plan.BandRows * geometry.OutWidth * Lane);
        var firstImage = imageChunk * plan.ImagesPerChunk;
        var endImage = Math.Min(firstImage + plan.ImagesPerChunk, geometry.Batch);
        var firstRow = bandChunk * plan.BandsPerChunk * plan.BandRows;
        var endRow = Math.Min(firstRow + (plan.BandsPerChunk * plan.BandRows), geometry.OutHeight);
        for (var image = firstImage; image < endImage; image++)
        {
            for (var row = firstRow; row < endRow; row += plan.BandRows)
            {
                var rows = Math.Min(plan.BandRows, geometry.OutHeight - row);
                CopyInputs(image, row, rows, inputs);
                for (var block = 0; block < plan.LaneBlocks; block++)
                {
                    CopyGradients(image, row, rows, block, gradients);
                    var next = Next(image, row, rows, block);
                    var sums = plan.Partials + (tile * plan.ChunkLength) + (block * plan.Sums * Lane);
                    Multiply(inputs, gradients, rows, sums, image > firstImage || row > firstRow, next);
                }
            }
        }
    }

    private void CopyGradients(int image, int row, int rows, int block, T* target)
    {
        ref readonly var geometry = ref plan.Geometry;
        var channel = ((nint)image * geometry.OutChannels) + (block * Lane);
        var from = plan.OutputGradient + (((channel * geometry.OutHeight) + row) * geometry.OutWidth);
        var channels = Math.Min(Lane, geometry.OutChannels - (block * Lane));
        Transposition.Copy(from, geometry.OutHeight * geometry.OutWidth, target, Lane, channels, rows * geometry.OutWidth);
    }

    // As large a part of the next image's gradients, which the same thread needs more often than not, as these are of this image's.
    private T* Next(int image, int row, int rows, int block)
    {
        ref readonly var geometry = ref plan.Geometry;
        var vectors = ((((nint)image + 1) * geometry.OutHeight) + row) * geometry.OutChannels;
        return plan.OutputGradient + ((vectors + (block * rows * Lane)) * geometry.OutWidth);
    }

    // Whole vectors: they overwrite the start of the next row, or what nobody reads.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void CopyInputs(int image, int row, int rows, T* target)
    {
        ref readonly var geometry = ref plan.Geometry;
        var pitch = plan.Pitch;
        var begin = Math.Min(geometry.PaddingWidth, pitch);
        var width = Math.Clamp(pitch - begin, 0, geometry.InWidth);
        var plane = (nint)geometry.InHeight * geometry.InWidth;
        var source = plan.Input + (image * geometry.InChannels * plane);
        var first = (row * geometry.StrideHeight) - geometry.PaddingHeight;
        var end = first + ((rows - 1) * geometry.StrideHeight) + geometry.KernelHeight;
        for (var inRow = first; inRow < end; inRow++)
        {
            var inside = (uint)inRow < (uint)geometry.InHeight;
            var from = source + ((nint)inRow * geometry.InWidth);
            for (var channel = 0; channel < geometry.InChannels; channel++, from += plane, target += pitch)
            {
                var filled = 0;
                if (inside)
                {
                    for (var i = 0; i < begin; i += Lane)
                    {
                        default(Vector512<T>).Store(target + i);
                    }

                    filled = begin + CopyRow(from, target + begin, width);
                }

                for (; filled < pitch; filled += Lane)
                {
                    default(Vector512<T>).Store(target + filled);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CopyRow(T* source, T* target, int count)
    {
        var i = 0;
        for (; i <= count - Lane; i += Lane)
        {
            Vector512.Load(source + i).Store(target + i);
        }

        if (i < count)
        {
            Lanes.LoadPart(source + i, count - i).Store(target + i);
            i += Lane;
        }

        return i;
    }

    private void Multiply(T* inputs, T* gradients, int rows, T* sums, bool add, T* next)
    {
        ref readonly var geometry = ref plan.Geometry;
        var block = new TapBlock<T>
        {
            Gradient = gradients,
            Line = plan.Pitch,
            Add = add,
            Rows = rows,
            Columns = geometry.OutWidth,
            Step = geometry.StrideWidth,
            RowSkip = (geometry.StrideHeight * geometry.InChannels * plan.Pitch) - (geometry.OutWidth * geometry.StrideWidth),
        };
        var blocks = LineBlocks;
        for (var i = 0; i < blocks; i++)
        {
            var (line, end) = (plan.Lines * i / blocks, plan.Lines * (i + 1) / blocks);
            block.Next = i == 0 ? next : gradients;
            block.Input = inputs + (line * plan.Pitch);
            block.Sums = sums + (line * geometry.KernelWidth * Lane);
            TapMicroKernel.Run(end - line, geometry.KernelWidth, ref block);
        }

        if (plan.BiasResult != null)
        {
            SumPixels(gradients, rows * geometry.OutWidth, sums + ((plan.Sums - 1) * Lane), add);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SumPixels(T* gradients, int pixels, T* sum, bool add)
    {
        Vector512<T> a = default, b = default, c = default, d = default;
        var i = 0;
        for (; i <= pixels - 4; i += 4, gradients += 4 * Lane)
        {
            a += Vector512.Load(gradients);
            b += Vector512.Load(gradients + Lane);
            c += Vector512.Load(gradients + (2 * Lane));
            d += Vector512.Load(gradients + (3 * Lane));
        }

        for (; i < pixels; i++, gradients += Lane)
        {
            a += Vector512.Load(gradients);
        }

        a = a + b + (c + d);
        (add ? Vector512.Load(sum) + a : a).Store(sum);
    }
}
