namespace Descent;

/// <summary>The shape in which one number for each channel stretches over a batch [n, channels, ...].</summary>
internal static class ChannelShape
{
    /// <summary>[channels, 1, ...]: aligned at the end with axis 1 of a batch of the given rank.</summary>
    public static Shape For(int channels, int rank)
    {
        var lengths = new int[rank - 1];
        lengths.AsSpan().Fill(1);
        lengths[0] = channels;
        return new Shape(lengths);
    }
}
