using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Runs a lane kernel over the channels of [images, channels, spatial]: with spatial > 1 one channel at a time, a row of each image;
/// otherwise a vector of neighbouring channels at a time. The layout is that of one image; images are a fixed distance apart.
/// </summary>
internal static class ChannelRows
{
    public static void Run<T, TKernel>(TKernel kernel, int images, int channels, int spatial)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ILaneKernel<T>
    {
        if (images == 0 || spatial == 0)
        {
            return;
        }

        var job = new Job<T, TKernel>(kernel, images, channels, spatial);
        Tiling.Run(job.Tiles, job);
    }

    private readonly struct Job<T, TKernel>(TKernel kernel, int images, int channels, int spatial) : ITileJob
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ILaneKernel<T>
    {
        private int ChannelsInItem => spatial == 1 ? Vector512<T>.Count : 1;

        private int Items => Tiling.Groups(channels, ChannelsInItem);

        private int ItemsInTile => Tiling.Rows((int)Math.Min(int.MaxValue, (long)images * spatial * ChannelsInItem));

        public int Tiles => Tiling.Groups(Items, ItemsInTile);

        public void Run(int tile)
        {
            var group = ItemsInTile;
            var last = (int)Math.Min(Items, (tile + 1L) * group);
            for (var item = tile * group; item < last; item++)
            {
                var channel = item * ChannelsInItem;
                if (spatial == 1)
                {
                    var layout = new ColumnLayout<T>(1, channels, Math.Min(ChannelsInItem, channels - channel));
                    kernel.Run(layout, channel, channel);
                }
                else
                {
                    kernel.Run(new RowLayout<T>(spatial), (long)channel * spatial, channel);
                }
            }
        }
    }
}
