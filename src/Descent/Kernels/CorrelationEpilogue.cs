using System.Numerics;

namespace Descent.Kernels;

/// <summary>Calls a correlation's epilogue on what a tile has finished, in blocks that still lie in the first-level cache.</summary>
internal static unsafe class CorrelationEpilogue
{
    /// <summary>Elements of a block: 16 KiB of float.</summary>
    private const int Block = 4096;

    /// <summary>Pixels of an image that make a block with all channels of a tile.</summary>
    public static int PixelsInBlock<T>(in Correlation<T> correlation, in CorrelationTile work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Math.Max(Block / ((work.EndBlock - work.FirstBlock) * correlation.Layout.BlockRows), 16);

    /// <summary>Pixels <paramref name="first"/> to <paramref name="end"/> - 1 of an image, in all channels of the tile.</summary>
    public static void Run<T>(in Correlation<T> correlation, in CorrelationTile work, int image, int first, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (correlation.Epilogue is null || first >= end)
        {
            return;
        }

        var channel = work.FirstBlock * correlation.Layout.BlockRows;
        var channels = Math.Min(work.EndBlock * correlation.Layout.BlockRows, correlation.OutChannels) - channel;
        var plane = (((image * correlation.Groups) + work.Group) * correlation.OutChannels) + channel;
        var length = correlation.PlaneLength;
        correlation.Epilogue.Apply(correlation.Output + ((nint)plane * length) + first, length, plane, channels, first, end - first);
    }
}
