using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of <see cref="DepthwiseCorrelation{T}"/>: some units, one after another, band by band.</summary>
internal readonly unsafe struct DepthwiseCorrelationJob<T>(in DepthwiseCorrelation<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DepthwiseCorrelation<T> plan = plan;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var correlation = ref plan.Correlation;
        var depth = correlation.Channels * correlation.Taps.Count;
        var planes = Scratch.Rent<T>(ScratchSlots.Planes, (nint)correlation.Channels * correlation.Phases.Count * plan.PlaneStride);
        var weights = Scratch.Rent<T>(ScratchSlots.Panel, (nint)correlation.OutChannels * depth);
        var end = Math.Min((tile + 1) * plan.UnitsPerTile, plan.Units);
        for (var unit = tile * plan.UnitsPerTile; unit < end; unit++)
        {
            GatherWeights(unit % correlation.Groups, weights);
            for (var band = 0; band < plan.Bands; band++)
            {
                var first = band * plan.BandRows;
                var rows = Math.Min(plan.BandRows, correlation.GridHeight - first);
                CopyPlanes(unit, first, rows, planes);
                for (var channel = 0; channel < correlation.OutChannels; channel++)
                {
                    Correlate(unit, channel, first, rows, weights + (channel * depth), planes);
                }
            }
        }
    }

    private void GatherWeights(int group, T* target)
    {
        ref readonly var correlation = ref plan.Correlation;
        for (var channel = 0; channel < correlation.OutChannels; channel++)
        {
            var weight = correlation.Weight + (group * correlation.WeightGroupStride) + (channel * correlation.WeightOutStride);
            for (var source = 0; source < correlation.Channels; source++, weight += correlation.WeightChannelStride)
            {
                for (var t = 0; t < correlation.Taps.Count; t++)
                {
                    *target++ = weight[correlation.Taps.Indices[t]];
                }
            }
        }
    }

    private void CopyPlanes(int unit, int first, int rows, T* target)
    {
        ref readonly var correlation = ref plan.Correlation;
        var length = (nint)correlation.Planes.SourceHeight * correlation.Planes.SourceWidth;
        for (var channel = 0; channel < correlation.Channels; channel++)
        {
            var source = correlation.Source + ((((nint)unit * correlation.Channels) + channel) * length);
            for (var phase = 0; phase < correlation.Phases.Count; phase++, target += plan.PlaneStride)
            {
                DepthwisePlanes.Copy(in correlation.Planes, in correlation.Phases, phase, source, first, rows, target, plan.PlaneStride);
            }
        }
    }

    private void Correlate(int unit, int channel, int first, int rows, T* weights, T* planes)
    {
        ref readonly var correlation = ref plan.Correlation;
        var (depth, width, pitch) = (correlation.Channels * correlation.Taps.Count, correlation.GridWidth, correlation.Planes.Pitch);
        var plane = (unit * correlation.OutChannels) + channel;
        var output = correlation.Output + ((nint)plane * correlation.PlaneLength);
        var target = output + (first * width);
        var bias = correlation.Bias == null ? T.Zero : correlation.Bias[plane % (correlation.Groups * correlation.OutChannels)];
        if (plan.RowVectors > 0)
        {
            DepthwiseVectors.Run(depth, weights, correlation.Offsets, planes, plan.Places, rows * plan.RowVectors, target, bias);
        }
        else
        {
            var vectors = Tiling.Groups(((rows - 1) * pitch) + width, Vector512<T>.Count);
            var results = Scratch.Rent<T>(ScratchSlots.Results, (nint)vectors * Vector512<T>.Count);
            DepthwiseVectors.Run(depth, weights, correlation.Offsets, planes, plan.Places, vectors, results, bias);
            for (var row = 0; row < rows; row++)
            {
                PixelRuns.CopyExactly(results + (row * pitch), target + (row * width), width);
            }
        }

        correlation.Epilogue?.Apply(target, correlation.PlaneLength, plane, 1, first * width, rows * width);
    }
}

/// <summary>Copies a band of one plane as depthwise convolutions read it.</summary>
internal static unsafe class DepthwisePlanes
{
    /// <summary>
    /// Copies the rows that <paramref name="rows"/> output rows from <paramref name="first"/> on read, with zeros behind them.
    /// </summary>
    public static void Copy<T>(
        in PaddedPlanes planes, in Phases phases, int phase, T* source, int first, int rows, T* target, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var copied = rows + planes.HaloRows;
        planes.Copy(source, target, phases.Rows[phase], phases.Columns[phase], first, copied, T.Zero);
        var used = copied * planes.Pitch;
        new Span<T>(target + used, stride - used).Clear();
    }
}
