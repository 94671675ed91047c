namespace Descent.Kernels;

/// <summary>How kernels cut their work: by shape only, never by the number of workers, so that results do not depend on it.</summary>
internal static class Tiling
{
    /// <summary>The elements in one tile of an elementwise kernel: 64 KiB of float, which is worth handing to another thread.</summary>
    public const int Elements = 16_384;

    /// <summary>The number of tiles that <paramref name="count"/> elements fill.</summary>
    public static int Count(int count) => (int)(((long)count + Elements - 1) / Elements);

    /// <summary>The number of groups of <paramref name="size"/> that hold <paramref name="count"/> things.</summary>
    public static int Groups(int count, int size) => (int)(((long)count + size - 1) / size);

    /// <summary>How many rows of <paramref name="length"/> elements make one tile; at least one.</summary>
    public static int Rows(int length) => Math.Max(1, Elements / Math.Max(1, length));

    /// <summary>Runs the tiles, a single one on the calling thread.</summary>
    public static void Run<TJob>(int tiles, in TJob job)
        where TJob : struct, ITileJob
    {
        if (tiles > 1)
        {
            Workers.Run(tiles, in job);
        }
        else if (tiles == 1)
        {
            var only = job;
            only.Run(0);
        }
    }

    /// <summary>Throws unless two lengths agree; kernels are called with checked shapes, so this names a fault in the caller.</summary>
    public static void Same(int expected, int found, string name)
    {
        if (expected != found)
        {
            throw new ArgumentException($"{name} holds {found} elements where {expected} are needed.", name);
        }
    }
}
