using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// One tile of <see cref="StridedInputGradient{T}"/> where every group has one channel: some units (an image's group), band by band, each
/// phase into rows of its own that are then put together.
/// </summary>
internal readonly unsafe struct DepthwiseStridedGradientJob<T>(in StridedInputGradient<T> plan, int units, int unitsPerTile) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StridedInputGradient<T> plan = plan;

    private int Pitch => Tiling.Groups(plan.GridWidth, Vector512<T>.Count) * Vector512<T>.Count;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var (channels, kernel) = (plan.Geometry.OutChannelsPerGroup, plan.Geometry.KernelHeight * plan.Geometry.KernelWidth);
        var planes = Scratch.Rent<T>(ScratchSlots.Planes, (nint)channels * plan.PlaneStride);
        var weights = Scratch.Rent<T>(ScratchSlots.Panel, (nint)channels * kernel);
        var results = Scratch.Rent<T>(ScratchSlots.Results, (nint)plan.PhaseCount * plan.BandRows * Pitch);
        var places = Scratch.Rent<VectorPlace>(ScratchSlots.Pixels, (nint)plan.BandRows * Pitch / Vector512<T>.Count);
        DepthwiseVectors.ListRows<T>(places, plan.BandRows, plan.GridWidth, plan.Planes.Pitch, Pitch);
        var order = plan.Offsets + (channels * kernel);
        var end = Math.Min((tile + 1) * unitsPerTile, units);
        for (var unit = tile * unitsPerTile; unit < end; unit++)
        {
            // The weights in the order of the phases' taps.
            var weight = plan.Weight + ((nint)(unit % plan.Geometry.Groups) * channels * kernel);
            var last = plan.Phases[plan.PhaseCount - 1];
            for (var depth = 0; depth < last.FirstDepth + last.Depth; depth++)
            {
                weights[depth] = weight[order[depth]];
            }

            for (var band = 0; band < plan.Bands; band++)
            {
                RunBand(unit, band * plan.BandRows, planes, weights, places, results);
            }
        }
    }

    private void RunBand(int unit, int firstRow, T* planes, T* weights, VectorPlace* places, T* results)
    {
        var (height, width) = (plan.Geometry.InHeight, plan.Geometry.InWidth);
        var rows = Math.Min(plan.BandRows, plan.GridHeight - firstRow);
        CopyPlanes(unit, firstRow, rows, planes);
        var area = plan.BandRows * Pitch;
        for (var index = 0; index < plan.PhaseCount; index++)
        {
            var phase = plan.Phases[index];
            DepthwiseVectors.Run(
                phase.Depth, weights + phase.FirstDepth, plan.Offsets + phase.FirstDepth, planes, places,
                rows * (Pitch / Vector512<T>.Count), results + (index * area), T.Zero);
        }

        var (strideHeight, strideWidth) = (plan.Geometry.StrideHeight, plan.Geometry.StrideWidth);
        var first = firstRow * strideHeight;
        var end = Math.Min((firstRow + rows) * strideHeight, height);
        var target = plan.Result + ((((nint)unit * height) + first) * width);
        for (var y = 0; y < end - first; y++)
        {
            var (row, phase) = Math.DivRem(y, strideHeight);
            WriteRow(results + ((nint)phase * strideWidth * area) + (row * Pitch), area, target + ((nint)y * width));
        }

        plan.Epilogue?.Apply(target, (nint)height * width, unit, 1, first * width, (end - first) * width);
    }

    private void CopyPlanes(int unit, int firstRow, int rows, T* target)
    {
        var channels = plan.Geometry.OutChannelsPerGroup;
        var length = (nint)plan.Geometry.OutHeight * plan.Geometry.OutWidth;
        var copied = rows + plan.Planes.HaloRows;
        for (var channel = 0; channel < channels; channel++, target += plan.PlaneStride)
        {
            var source = plan.OutputGradient + ((((nint)unit * channels) + channel) * length);
            plan.Planes.Copy(source, target, 0, 0, firstRow, copied, T.Zero);
            new Span<T>(target + (copied * plan.Planes.Pitch), plan.PlaneStride - (copied * plan.Planes.Pitch)).Clear();
        }
    }

    // Puts the columns' phases of a row together.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void WriteRow(T* phases, nint area, T* target)
    {
        var (width, stride) = (plan.Geometry.InWidth, plan.Geometry.StrideWidth);
        if (stride == 1)
        {
            PixelRuns.CopyExactly(phases, target, width);
            return;
        }

        if (stride == 2)
        {
            for (var x = 0; x < width; x += 2 * Vector512<T>.Count)
            {
                var (low, high) = Interleaving.Join(Vector512.Load(phases + (x / 2)), Vector512.Load(phases + area + (x / 2)));
                Interleaving.StorePart(low, high, target + x, Math.Min(width - x, 2 * Vector512<T>.Count));
            }

            return;
        }

        for (var x = 0; x < width; x++)
        {
            var (column, phase) = Math.DivRem(x, stride);
            target[x] = phases[(phase * area) + column];
        }
    }
}
