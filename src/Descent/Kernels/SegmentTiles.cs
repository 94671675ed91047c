namespace Descent.Kernels;

/// <summary>Work on a piece of one of several stretches of memory.</summary>
internal interface ISegmentJob
{
    /// <summary>Does <paramref name="elements"/> elements of a segment, from <paramref name="start"/> on.</summary>
    void Run(int segment, int start, int elements);
}

/// <summary>
/// Several matrices, cut into tiles. Each thread has the same share of every one of them, the share that it had of the product that made
/// the gradient: what it wrote it finds in its own cache. Kept and filled again, so that it allocates nothing in steady state.
/// </summary>
internal sealed class SegmentTiles
{
    // Less than this takes fewer than ten microseconds: not worth another thread.
    private const int FewElements = 32_768;

    // Of more than this for each thread caches keep nothing until the next run.
    private const int MostInCaches = 1 << 20;

    // A product with fewer rows is cut by columns.
    private const int FewRows = 32;

    // Pieces of a row begin at whole vectors, those of all rows at whole pages, counted from the first.
    private const int Vector = 16;
    private const int Page = 1024;

    private Segment[] segments = new Segment[8];
    private Tile[] forward = new Tile[8];
    private Tile[] backward = new Tile[8];
    private double[] middles = new double[8];
    private int tiles;
    private int planned;
    private int plannedThreads;
    private bool isBackward;
    private long length;

    /// <summary>The number of segments.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a segment and gives its number.</summary>
    /// <param name="elements">Its elements.</param>
    /// <param name="rows">How many equal rows they are; 1 for those of no matrix.</param>
    public int Add(int elements, int rows)
    {
        var at = Count;
        if (at == segments.Length)
        {
            Array.Resize(ref segments, 2 * at);
        }

        var segment = new Segment(elements, rows);
        if (segments[at] != segment)
        {
            segments[at] = segment;
            planned = 0;
        }

        length += elements;
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
                job.Run(segment, 0, segments[segment].Elements);
            }

            return;
        }

        var threads = Workers.Count;
        if (planned != Count || plannedThreads != threads)
        {
            Plan(threads);
        }

        if (length > (long)threads * MostInCaches)
        {
            Workers.Run(tiles, new SegmentTileJob<TJob>(forward, job));
            return;
        }

        // There and back: what the last run left in the caches comes first.
        isBackward = !isBackward;
        Workers.RunBoundByCaches(tiles, new SegmentTileJob<TJob>(isBackward ? backward : forward, job));
    }

    private void Plan(int threads)
    {
        tiles = 0;
        for (var segment = 0; segment < Count; segment++)
        {
            Cut(segment, threads);
        }

        Array.Sort(middles, forward, 0, tiles);
        forward.AsSpan(0, tiles).CopyTo(backward);
        for (var thread = 0; thread < threads; thread++)
        {
            backward.AsSpan(WorkerTeam.Share(tiles, threads, thread)..WorkerTeam.Share(tiles, threads, thread + 1)).Reverse();
        }

        (planned, plannedThreads) = (Count, threads);
    }

    private void Cut(int segment, int threads)
    {
        var (elements, rows) = segments[segment];
        var parts = elements <= Tiling.Elements ? 1 : threads * Tiling.Groups(elements, threads * Tiling.Elements);
        var isCutByColumns = rows is > 1 and < FewRows && elements / rows >= parts * Vector;
        var (lines, line, step) = isCutByColumns ? (rows, elements / rows, Vector) : (1, elements, Page);
        if (tiles + parts > forward.Length)
        {
            var enough = Math.Max(tiles + parts, 2 * forward.Length);
            Array.Resize(ref forward, enough);
            Array.Resize(ref backward, enough);
            Array.Resize(ref middles, enough);
        }

        for (var (part, start) = (0, 0); part < parts; part++)
        {
            var end = part == parts - 1 ? line : (int)((long)line * (part + 1) / parts / step * step);
            middles[tiles] = (part + 0.5) / parts;
            forward[tiles++] = new Tile(segment, start, end - start, lines, line);
            start = end;
        }
    }

    private readonly record struct Segment(int Elements, int Rows);

    /// <summary>The same piece of each of some lines of a segment.</summary>
    internal readonly record struct Tile(int Segment, int Start, int Elements, int Lines, int Line);
}

/// <summary>One tile of several segments.</summary>
/// <remarks>Everything at hand: what another thread finds only by way of another object costs it a trip to the caller's cache each.</remarks>
internal readonly struct SegmentTileJob<TJob>(SegmentTiles.Tile[] tiles, TJob job) : ITileJob
    where TJob : struct, ISegmentJob
{
    public void Run(int tile)
    {
        var (segment, start, elements, lines, line) = tiles[tile];
        for (var at = 0; at < lines; at++)
        {
            job.Run(segment, start + (at * line), elements);
        }
    }
}
