using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>One tile of <see cref="DepthwiseCorrelation{T}"/>: some units, one after another, band by band.</summary>
internal readonly unsafe struct DepthwiseCorrelationJob<T>(in DepthwiseCorrelation<T> plan) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows, or vectors that run on over the rows, that are computed before more of the next unit is asked for.</summary>
    private const int RowsAtOnce = 8, VectorsAtOnce = 32;

    private readonly DepthwiseCorrelation<T> plan = plan;

    private int PartsOfUnit => plan.Bands * plan.Correlation.OutChannels
        * (plan.RowVectors > 0 ? Tiling.Groups(plan.BandRows, RowsAtOnce) : Tiling.Groups(Vectors(plan.BandRows), VectorsAtOnce));

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
            var ahead = plan.AsksAhead && unit + 1 < end ? Next(unit + 1) : default;
            for (var band = 0; band < plan.Bands; band++)
            {
                var first = band * plan.BandRows;
                var rows = Math.Min(plan.BandRows, correlation.GridHeight - first);
                CopyPlanes(unit, first, rows, planes);
                for (var channel = 0; channel < correlation.OutChannels; channel++)
                {
                    Correlate(unit, channel, first, rows, weights + (channel * depth), planes, ref ahead);
                }
            }
        }

        if (plan.Streams)
        {
            Streaming.End();
        }
    }

    private Ahead Next(int unit)
    {
        ref readonly var correlation = ref plan.Correlation;
        var length = (nint)correlation.Channels * correlation.Planes.SourceHeight * correlation.Planes.SourceWidth;
        var ahead = new Ahead(PartsOfUnit);
        ahead.Add(correlation.Source + (unit * length), length * sizeof(T));
        return ahead;
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

    private void Correlate(int unit, int channel, int first, int rows, T* weights, T* planes, ref Ahead ahead)
    {
        ref readonly var correlation = ref plan.Correlation;
        var plane = (unit * correlation.OutChannels) + channel;
        var target = correlation.Output + ((nint)plane * correlation.PlaneLength) + (first * correlation.GridWidth);
        var bias = correlation.Bias == null ? T.Zero : correlation.Bias[plane % (correlation.Groups * correlation.OutChannels)];
        if (plan.RowVectors > 0)
        {
            RunRows(plane, first, rows, weights, planes, bias, target, ref ahead);
        }
        else
        {
            RunOn(rows, weights, planes, bias, target, ref ahead);
            correlation.Epilogue?.Apply(
                target, correlation.PlaneLength, plane, 1, first * correlation.GridWidth, rows * correlation.GridWidth);
        }
    }

    private void RunRows(int plane, int first, int rows, T* weights, T* planes, T bias, T* target, ref Ahead ahead)
    {
        ref readonly var correlation = ref plan.Correlation;
        var (depth, width, pitch) = (correlation.Channels * correlation.Taps.Count, correlation.GridWidth, correlation.Planes.Pitch);
        var isThree = DepthwiseThree.Suits(correlation.Offsets, depth, pitch);
        var beside = plan.Streams ? Scratch.Rent<T>(ScratchSlots.Results, (nint)RowsAtOnce * width) : null;
        for (var row = 0; row < rows; row += RowsAtOnce)
        {
            ahead.Ask();
            var count = Math.Min(RowsAtOnce, rows - row);
            T* to = target + (row * width), block = plan.Streams ? beside : to;
            if (isThree && count >= DepthwiseThree.Rows)
            {
                DepthwiseThree.Run(weights, correlation.Offsets, planes + (row * pitch), pitch, count, width, block, bias);
            }
            else
            {
                DepthwiseVectors.Run(
                    depth, weights, correlation.Offsets, planes, plan.Places + (row * plan.RowVectors), count * plan.RowVectors,
                    block - (row * width), bias);
            }

            correlation.Epilogue?.Apply(block, correlation.PlaneLength, plane, 1, (first + row) * width, count * width);
            if (plan.Streams)
            {
                Streaming.Copy(block, to, count * width);
            }
        }
    }

    private void RunOn(int rows, T* weights, T* planes, T bias, T* target, ref Ahead ahead)
    {
        ref readonly var correlation = ref plan.Correlation;
        var (depth, width, pitch) = (correlation.Channels * correlation.Taps.Count, correlation.GridWidth, correlation.Planes.Pitch);
        var vectors = Vectors(rows);
        var results = Scratch.Rent<T>(ScratchSlots.Results, (nint)vectors * Vector512<T>.Count);
        for (var vector = 0; vector < vectors; vector += VectorsAtOnce)
        {
            ahead.Ask();
            DepthwiseVectors.Run(
                depth, weights, correlation.Offsets, planes, plan.Places + vector, Math.Min(VectorsAtOnce, vectors - vector), results,
                bias);
        }

        for (var row = 0; row < rows; row++)
        {
            PixelRuns.CopyExactly(results + (row * pitch), target + (row * width), width);
        }
    }

    private int Vectors(int rows)
        => Tiling.Groups(((rows - 1) * plan.Correlation.Planes.Pitch) + plan.Correlation.GridWidth, Vector512<T>.Count);
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
