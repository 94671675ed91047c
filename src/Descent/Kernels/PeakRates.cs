using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Descent.Kernels;

/// <summary>Measures what the machine can do at most: the best of many short repetitions, as anything else that runs only slows them.</summary>
internal static unsafe class PeakRates
{
    private const int TilesPerThread = 8;
    private const int Alignment = 64;

    /// <summary>The bits of the widest vector that is computed with at once.</summary>
    public static int VectorBits => MultiplyAddPeakJob.Width * sizeof(float) * 8;

    /// <summary>Operations of single precision a second, on the calling thread alone or on the whole team.</summary>
    public static double Flops(TimeSpan duration, bool team)
    {
        var tiles = TilesPerThread * (team ? Workers.Count : 1);
        var results = stackalloc float[tiles];
        var job = new MultiplyAddPeakJob(results);
        return MultiplyAddPeakJob.FlopsPerTile * tiles / Best(tiles, job, duration, team);
    }

    /// <summary>Bytes read and written a second by a copy of the whole team, whose two buffers together take that many bytes.</summary>
    public static double CopyBytes(long bytes, bool pastCaches, TimeSpan duration)
    {
        var tiles = (int)Math.Max(1, bytes / (2 * sizeof(float) * CopyPeakJob.Elements));
        var half = (nuint)tiles * CopyPeakJob.Elements * sizeof(float);
        var source = (float*)NativeMemory.AlignedAlloc(half, Alignment);
        var target = (float*)NativeMemory.AlignedAlloc(half, Alignment);
        try
        {
            // Not zeros: memory of present servers moves those up to a third faster than other numbers.
            new Span<float>(source, tiles * CopyPeakJob.Elements).Fill(1);
            new Span<float>(target, tiles * CopyPeakJob.Elements).Fill(1);
            return 2.0 * half / Best(tiles, new CopyPeakJob(source, target, pastCaches), duration, team: true);
        }
        finally
        {
            NativeMemory.AlignedFree(source);
            NativeMemory.AlignedFree(target);
        }
    }

    /// <summary>
    /// The seconds in which every thread of the team takes a piece of work and all are known to be done, as a median; 0 for one thread.
    /// </summary>
    public static double HandOutSeconds(TimeSpan duration)
    {
        const int most = 10_000;
        var members = Workers.Count;
        var ticks = new List<long>(most);
        var started = Stopwatch.GetTimestamp();
        while (members > 1 && ticks.Count < most && Stopwatch.GetElapsedTime(started) < duration)
        {
            var arrived = 0;
            var start = Stopwatch.GetTimestamp();
            Workers.Run(members, new HandOutJob(&arrived, members));
            ticks.Add(Stopwatch.GetTimestamp() - start);
        }

        ticks.Sort();
        return ticks.Count == 0 ? 0 : ticks[ticks.Count / 2] / (double)Stopwatch.Frequency;
    }

    private static double Best<TJob>(int tiles, in TJob job, TimeSpan duration, bool team)
        where TJob : struct, ITileJob
    {
        var best = long.MaxValue;
        var started = Stopwatch.GetTimestamp();
        do
        {
            var start = Stopwatch.GetTimestamp();
            if (team)
            {
                Workers.Run(tiles, in job);
            }
            else
            {
                for (var tile = 0; tile < tiles; tile++)
                {
                    job.Run(tile);
                }
            }

            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
        return Math.Max(1, best) / (double)Stopwatch.Frequency;
    }
}
