using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>The sums of output channels with a block of channels, [run, (tap, c)], written as weights [c, tap].</summary>
internal static unsafe class WeightGradientOrder
{
    /// <summary>Writes the sums of <paramref name="outs"/> output channels, <paramref name="sumsRow"/> elements apart.</summary>
    public static void Write<T>(in ConvolutionWeightGradient<T> plan, T* sums, nint sumsRow, int firstOut, int outs, int channelBlock)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (taps, channels) = (plan.Taps, plan.Geometry.InChannelsPerGroup);
        var firstChannel = channelBlock * plan.ChannelBlock;
        var result = plan.Result + ((((nint)firstOut * channels) + firstChannel) * taps);
        channels = Math.Min(plan.ChannelBlock, channels - firstChannel);

        if (plan.Runs.Folds)
        {
            WriteFolded(in plan, sums, sumsRow, result, outs, channels);
            return;
        }

        // Full runs follow one another like the taps in each.
        var runLength = plan.Runs.Vectors * Vector512<T>.Count;
        var full = runLength == plan.Runs.Taps * plan.ChannelBlock;
        var (runs, tapsInRun) = full ? (1, taps) : (plan.Runs.Count, plan.Runs.Taps);
        for (var o = 0; o < outs; o++, sums += sumsRow, result += (nint)plan.Geometry.InChannelsPerGroup * taps)
        {
            for (var run = 0; run < runs; run++)
            {
                Transposition.Copy(sums + (run * runLength), plan.ChannelBlock, result + (run * tapsInRun), taps, tapsInRun, channels);
            }
        }
    }

    // Runs [kernel column, kernel row, c], of few channels.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WriteFolded<T>(in ConvolutionWeightGradient<T> plan, T* sums, nint sumsRow, T* result, int outs, int channels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (height, width, taps) = (plan.Geometry.KernelHeight, plan.Geometry.KernelWidth, plan.Taps);
        var columnLength = plan.Runs.Taps > 1 ? plan.Layout.PixelLength : plan.Runs.Vectors * Vector512<T>.Count;
        for (var o = 0; o < outs; o++, sums += sumsRow, result += (nint)plan.Geometry.InChannelsPerGroup * taps)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                var (column, row) = Math.DivRem(tap, height);
                var from = sums + (column * columnLength) + (row * plan.ChannelBlock);
                for (var channel = 0; channel < channels; channel++)
                {
                    result[(channel * taps) + (row * width) + column] = from[channel];
                }
            }
        }
    }
}
