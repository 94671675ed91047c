namespace Descent.Kernels;

/// <summary>Work on a piece of one of several stretches of memory.</summary>
internal interface ISegmentJob
{
    /// <summary>Does <paramref name="elements"/> elements of a segment, from <paramref name="start"/> on.</summary>
    void Run(int segment, int start, int elements);
}

/// <summary>
/// Several stretches of memory as if they were one long vector, which is cut into tiles: small ones lie side by side in a tile, large ones are
/// cut. Kept and filled again, so that it allocates nothing in steady state.
/// </summary>
internal sealed class SegmentTiles
{
    // Less than this takes fewer than ten microseconds: not worth another thread.
    private const int FewElements = 32_768;

    // Segments start at whole vectors, so that a tile's end never cuts one.
    private const int Step = 16;

    private int[] counts = new int[8];
    private long[] starts = new long[8];
    private long length;

    /// <summary>The number of segments.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a segment and gives its number.</summary>
    public int Add(int elements)
    {
        var at = Count;
        if (at == counts.Length)
        {
            Array.Resize(ref counts, 2 * at);
            Array.Resize(ref starts, 2 * at);
        }

        // The same as before, mostly: a line that is not written to stays in the caches of all threads.
        if (counts[at] != elements)
        {
            counts[at] = elements;
        }

        if (starts[at] != length)
        {
            starts[at] = length;
        }

        length += (elements + Step - 1L) / Step * Step;
        Count = at + 1;
        return at;
    }

    /// <summary>Forgets all segments.</summary>
    public void Clear()
    {
        Count = 0;
        length = 0;
    }

    /// <summary>Runs a job over all segments, in any order: on this thread where they are few, else by one call of the team.</summary>
    public void Run<TJob>(in TJob job)
        where TJob : struct, ISegmentJob
    {
        if (length <= FewElements)
        {
            for (var segment = 0; segment < Count; segment++)
            {
                job.Run(segment, 0, counts[segment]);
            }
        }
        else
        {
            Workers.Run((int)((length + Tiling.Elements - 1) / Tiling.Elements), new SegmentTileJob<TJob>(counts, starts, Count, job));
        }
    }
}

/// <summary>One tile of several segments: the elements of the long vector from <c>tile * Tiling.Elements</c> on.</summary>
/// <remarks>Everything at hand: what another thread finds only by way of another object costs it a trip to the caller's cache each.</remarks>
internal readonly struct SegmentTileJob<TJob>(int[] counts, long[] starts, int segments, TJob job) : ITileJob
    where TJob : struct, ISegmentJob
{
    public void Run(int tile)
    {
        var start = (long)tile * Tiling.Elements;
        var end = start + Tiling.Elements;
        for (var segment = SegmentAt(start); segment < segments && starts[segment] < end; segment++)
        {
            var from = (int)Math.Max(0, start - starts[segment]);
            var elements = (int)Math.Min(counts[segment], end - starts[segment]) - from;
            if (elements > 0)
            {
                job.Run(segment, from, elements);
            }
        }
    }

    /// <summary>The last segment that starts at or before an element.</summary>
    private int SegmentAt(long element)
    {
        int low = 0, high = segments - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = starts[middle] <= element ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
