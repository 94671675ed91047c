using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Packs one block of output channels of one group a tile: panel[k, r], k = (channel, tap); rows beyond the last channel are zero.
/// </summary>
internal readonly unsafe struct PackWeightsJob<T>(in Correlation<T> correlation) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Correlation<T> correlation = correlation;

    /// <inheritdoc/>
    public void Run(int tile)
        => Pack(tile, correlation.Panels + ((nint)tile * correlation.Channels * correlation.Taps.Count * correlation.Layout.BlockRows));

    /// <summary>Packs a tile into another place.</summary>
    public void Pack(int tile, T* panel)
    {
        var rows = correlation.Layout.BlockRows;
        var (group, block) = (tile / correlation.Layout.Blocks, tile % correlation.Layout.Blocks);
        var taps = correlation.Taps.Count;
        var indices = correlation.Taps.Indices;
        var length = correlation.Channels * taps;
        if (indices[taps - 1] - indices[0] == taps - 1)
        {
            PackWhole(panel, group, block);
            return;
        }

        for (var r = 0; r < rows; r++)
        {
            var target = panel + r;
            var channel = (block * rows) + r;
            if (channel >= correlation.OutChannels)
            {
                for (var k = 0; k < length; k++, target += rows)
                {
                    *target = T.Zero;
                }

                continue;
            }

            var weight = correlation.Weight + (group * correlation.WeightGroupStride) + (channel * correlation.WeightOutStride);
            for (var c = 0; c < correlation.Channels; c++, weight += correlation.WeightChannelStride)
            {
                for (var t = 0; t < taps; t++, target += rows)
                {
                    *target = weight[indices[t]];
                }
            }
        }
    }

    // All taps of a kernel lie side by side, so that packing is transposing, for all channels at once where they follow one another.
    private void PackWhole(T* panel, int group, int block)
    {
        var rows = correlation.Layout.BlockRows;
        var taps = correlation.Taps.Count;
        var channels = Math.Min(rows, correlation.OutChannels - (block * rows));
        if (channels < rows)
        {
            new Span<T>(panel, correlation.Channels * taps * rows).Clear();
        }

        var weight = correlation.Weight + (group * correlation.WeightGroupStride) + (block * rows * correlation.WeightOutStride)
            + correlation.Taps.Indices[0];
        if (correlation.WeightChannelStride == taps)
        {
            Transposition.Copy(weight, correlation.WeightOutStride, panel, rows, channels, correlation.Channels * taps);
            return;
        }

        for (var c = 0; c < correlation.Channels; c++, weight += correlation.WeightChannelStride, panel += taps * rows)
        {
            Transposition.Copy(weight, correlation.WeightOutStride, panel, rows, channels, taps);
        }
    }
}
