using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of <see cref="StridedInputGradient{T}"/>: a group, some blocks of its channels, some images, a band of rows.</summary>
internal readonly unsafe struct StridedInputGradientJob<T>(in StridedInputGradient<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StridedInputGradient<T> plan = plan;

    // Pixels of a phase in a band, up to whole blocks.
    private int Rounded
        => Tiling.Groups(plan.BandRows * plan.GridWidth, CorrelationChannelKernel<T>.Pixels) * CorrelationChannelKernel<T>.Pixels;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        (var rest, var band) = Math.DivRem(tile, plan.Bands);
        (rest, var imageTile) = Math.DivRem(rest, plan.ImageTiles);
        var (group, part) = Math.DivRem(rest, plan.Parts);
        var firstRow = band * plan.BandRows;
        var starts = Scratch.Rent<int>(ScratchSlots.Pixels, (nint)plan.PhaseCount * Rounded);
        for (var phase = 0; phase < plan.PhaseCount; phase++)
        {
            MakeStarts(firstRow, phase, starts + (phase * Rounded));
        }

        var planes = Scratch.Rent<T>(ScratchSlots.Planes, (nint)plan.Geometry.OutChannelsPerGroup * plan.PlaneStride);
        var results = Scratch.Rent<T>(ScratchSlots.Results, (nint)plan.PhaseCount * Rounded * plan.BlockRows);
        var end = Math.Min((imageTile + 1) * plan.ImagesPerTile, plan.Geometry.Batch);
        for (var image = imageTile * plan.ImagesPerTile; image < end; image++)
        {
            CopyPlanes(image, group, firstRow, planes);
            var endBlock = Math.Min((part + 1) * plan.BlocksPerTile, plan.Blocks);
            var ahead = Next(image + 1, endBlock - (part * plan.BlocksPerTile));
            for (var block = part * plan.BlocksPerTile; block < endBlock; block++)
            {
                Multiply(firstRow, (group * plan.Blocks) + block, planes, starts, results);
                WriteOut(image, group, block, firstRow, results, ref ahead);
            }
        }
    }

    // The image after this one, which the same thread does more often than not, asked for with every plane of a phase that is written out.
    private Ahead Next(int image, int blocks)
    {
        ref readonly var geometry = ref plan.Geometry;
        if (plan.Bands > 1 || plan.Parts > 1 || geometry.Groups > 1 || image >= geometry.Batch)
        {
            return default;
        }

        var ahead = new Ahead(blocks * Math.Min(plan.BlockRows, geometry.InChannels) * geometry.StrideHeight);
        nint outputs = geometry.OutChannels * geometry.OutHeight * geometry.OutWidth;
        nint inputs = geometry.InChannels * geometry.InHeight * geometry.InWidth;
        ahead.Add(plan.OutputGradient + (image * outputs), outputs * sizeof(T));
        ahead.Add(plan.Result + (image * inputs), inputs * sizeof(T));
        plan.Epilogue?.ReadsAhead(ref ahead, image * geometry.InChannels, geometry.InChannels);
        return ahead;
    }

    // The rows of a phase that lie in the band.
    private int Rows(int phase, int firstRow) => Math.Clamp(plan.Phases[phase].GridHeight - firstRow, 0, plan.BandRows);

    private void MakeStarts(int firstRow, int phase, int* starts)
    {
        var (rows, width) = (Rows(phase, firstRow), plan.Phases[phase].GridWidth);
        var pixels = rows * width;
        for (var pixel = 0; pixel < Rounded; pixel++)
        {
            var (row, column) = Math.DivRem(Math.Min(pixel, Math.Max(pixels - 1, 0)), Math.Max(width, 1));
            starts[pixel] = (row * plan.Planes.Pitch) + column;
        }
    }

    private void CopyPlanes(int image, int group, int firstRow, T* planes)
    {
        var (channels, length) = (plan.Geometry.OutChannelsPerGroup, (nint)plan.Geometry.OutHeight * plan.Geometry.OutWidth);
        var copied = plan.BandRows + plan.Planes.HaloRows;
        var source = plan.OutputGradient + ((((nint)image * plan.Geometry.OutChannels) + (group * channels)) * length);
        for (var channel = 0; channel < channels; channel++, source += length, planes += plan.PlaneStride)
        {
            plan.Planes.Copy(source, planes, 0, 0, firstRow, copied, T.Zero);
            PaddedPlanes.Fill(planes + (copied * plan.Planes.Pitch), plan.Planes.Pitch, T.Zero);
        }
    }

    private void Multiply(int firstRow, int block, T* planes, int* starts, T* results)
    {
        for (var index = 0; index < plan.PhaseCount; index++, starts += Rounded, results += (nint)Rounded * plan.BlockRows)
        {
            var phase = plan.Phases[index];
            if (phase.Depth == 0)
            {
                continue;
            }

            CorrelationChannelKernel<T>.Run(
                plan.BlockVectors,
                phase.GridWidth % 2 == 0,
                Rows(index, firstRow) * phase.GridWidth,
                phase.Depth,
                plan.Panels + (block * plan.PanelLength) + ((nint)phase.FirstDepth * plan.BlockRows),
                plan.Offsets + phase.FirstDepth,
                planes,
                starts,
                results,
                null,
                false);
        }
    }

    private void WriteOut(int image, int group, int block, int firstRow, T* results, ref Ahead ahead)
    {
        var (height, width) = (plan.Geometry.InHeight, plan.Geometry.InWidth);
        var channel = block * plan.BlockRows;
        var channels = Math.Min(plan.BlockRows, plan.Geometry.InChannelsPerGroup - channel);
        var plane = (((image * plan.Geometry.Groups) + group) * plan.Geometry.InChannelsPerGroup) + channel;
        var output = plan.Result + ((nint)plane * height * width);
        var (phases, stride) = (plan.Geometry.StrideWidth, (nint)plan.BandRows * plan.GridWidth);
        var transposed = Scratch.Rent<T>(ScratchSlots.Panel, phases * stride * channels);
        for (var phaseRow = 0; phaseRow < plan.Geometry.StrideHeight; phaseRow++)
        {
            var rows = Rows(phaseRow * phases, firstRow);
            for (var phase = 0; phase < phases; phase++, results += (nint)Rounded * plan.BlockRows)
            {
                var pixels = rows * plan.Phases[phase].GridWidth;
                if (plan.Phases[(phaseRow * phases) + phase].Depth > 0)
                {
                    Transposition.Copy(results, plan.BlockRows, transposed + (phase * stride * channels), stride, pixels, channels);
                }
                else
                {
                    new Span<T>(transposed + (phase * stride * channels), (int)stride * channels).Clear();
                }
            }

            for (var c = 0; c < channels; c++)
            {
                ahead.Ask();
                for (var row = 0; row < rows; row++)
                {
                    var y = ((firstRow + row) * plan.Geometry.StrideHeight) + phaseRow;
                    WriteRow(transposed + (c * stride), stride * channels, row, output + ((((nint)c * height) + y) * width));
                }
            }
        }

        var first = firstRow * plan.Geometry.StrideHeight;
        var end = Math.Min((firstRow + plan.BandRows) * plan.Geometry.StrideHeight, height);
        plan.Epilogue?.Apply(output + ((nint)first * width), height * width, plane, channels, first * width, (end - first) * width);
    }

    // Puts the columns' phases of a row together.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void WriteRow(T* channel, nint phaseStride, int row, T* target)
    {
        var (width, stride) = (plan.Geometry.InWidth, plan.Geometry.StrideWidth);
        var even = channel + ((nint)row * plan.Phases[0].GridWidth);
        if (stride == 1)
        {
            PixelRuns.CopyExactly(even, target, width);
            return;
        }

        if (stride == 2)
        {
            var odd = channel + phaseStride + ((nint)row * plan.Phases[1].GridWidth);
            for (var x = 0; x < width; x += 2 * Vector512<T>.Count)
            {
                var (low, high) = Interleaving.Join(Vector512.Load(even + (x / 2)), Vector512.Load(odd + (x / 2)));
                Interleaving.StorePart(low, high, target + x, Math.Min(width - x, 2 * Vector512<T>.Count));
            }

            return;
        }

        for (var x = 0; x < width; x++)
        {
            var (column, phase) = Math.DivRem(x, stride);
            target[x] = channel[(phase * phaseStride) + ((nint)row * plan.Phases[phase].GridWidth) + column];
        }
    }
}
