namespace Descent.Kernels;

/// <summary>
/// When the first pass over a channel of [images, channels, spatial] copies it into one piece. Its planes lie a power of two apart more
/// often than not, so that they drive each other out of the cache; a copy stays there for the passes that follow.
/// </summary>
internal static class ChannelCopy
{
    /// <summary>The largest copy: two fit into half of a second cache of 1 MB and more.</summary>
    private const int MostBytes = 320 * 1024;

    /// <summary>Whether copying pays.</summary>
    public static unsafe bool Fits<T>(int images, int spatial)
        where T : unmanaged
        => spatial > 1 && (long)images * spatial * sizeof(T) <= MostBytes;
}
