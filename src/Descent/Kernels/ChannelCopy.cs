using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// A channel of [images, channels, spatial], copied into one piece. Its planes lie a power of two apart more often than not, so that they
/// drive each other out of the cache; a copy stays there for the passes that follow.
/// </summary>
internal static unsafe class ChannelCopy
{
    /// <summary>The largest copy: two fit into half of a second cache of 1 MB and more.</summary>
    private const int MostBytes = 320 * 1024;

    /// <summary>A processor needs the first lines of the next plane before it sees what comes.</summary>
    private const int LinesAhead = 8;

    /// <summary>Whether copying pays.</summary>
    public static bool Fits<T>(int images, int spatial)
        where T : unmanaged
        => spatial > 1 && (long)images * spatial * sizeof(T) <= MostBytes;

    /// <summary>The copy, until the slot is rented again on this thread.</summary>
    /// <param name="slot">Whose memory it takes.</param>
    /// <param name="channel">The channel in the first image.</param>
    /// <param name="distance">From one image to the next.</param>
    /// <param name="images">The number of images.</param>
    /// <param name="spatial">The length of a plane.</param>
    public static T* Make<T>(int slot, T* channel, long distance, int images, int spatial)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var copy = Scratch.Rent<T>(slot, (nint)images * spatial);
        for (var image = 0; image < images; image++)
        {
            var plane = channel + (image * distance);
            for (var line = 0; line < LinesAhead; line++)
            {
                Prefetching.Next(plane + distance, line);
            }

            new Span<T>(plane, spatial).CopyTo(new Span<T>(copy + ((nint)image * spatial), spatial));
        }

        return copy;
    }
}
