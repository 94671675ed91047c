namespace Descent.Kernels;

/// <summary>
/// Many random numbers at once. Element i depends only on the key and on start + i, so that a long run can be cut anywhere, among
/// threads or calls. These are other numbers than those of <see cref="RandomKey.Stream"/>.
/// </summary>
public static class RandomFill
{
    private const int GroupsPerTile = 1024;

    /// <summary>Uniform numbers in [0, 1), multiples of 2^-24.</summary>
    public static void FillUniform(this RandomKey key, Span<float> destination, long start = 0)
        => Fill<float, UniformSingles>(key, destination, start);

    /// <summary>Uniform numbers in [0, 1), multiples of 2^-53.</summary>
    public static void FillUniform(this RandomKey key, Span<double> destination, long start = 0)
        => Fill<double, UniformDoubles>(key, destination, start);

    /// <summary>Normal numbers of mean 0 and standard deviation 1, of at most 6.7 in size.</summary>
    public static void FillNormal(this RandomKey key, Span<float> destination, long start = 0)
        => Fill<float, NormalSingles>(key, destination, start);

    /// <summary>Normal numbers of mean 0 and standard deviation 1, of at most 8.6 in size.</summary>
    public static void FillNormal(this RandomKey key, Span<double> destination, long start = 0)
        => Fill<double, NormalDoubles>(key, destination, start);

    private static unsafe void Fill<T, TGroup>(RandomKey key, Span<T> destination, long start)
        where T : unmanaged
        where TGroup : struct, IRandomGroup<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (destination.IsEmpty)
        {
            return;
        }

        fixed (T* elements = destination)
        {
            var job = new FillJob<T, TGroup>(key, elements, start, destination.Length);
            Workers.Run(job.Tiles, job);
        }
    }

    private readonly unsafe struct FillJob<T, TGroup>(RandomKey key, T* elements, long start, int count) : ITileJob
        where T : unmanaged
        where TGroup : struct, IRandomGroup<T>
    {
        private readonly long firstGroup = start / TGroup.Length;
        private readonly long lastGroup = (start + count - 1) / TGroup.Length;

        public int Tiles => (int)((lastGroup - firstGroup) / GroupsPerTile) + 1;

        public void Run(int tile)
        {
            Span<T> whole = stackalloc T[TGroup.Length];
            var first = firstGroup + ((long)tile * GroupsPerTile);
            var end = Math.Min(first + GroupsPerTile, lastGroup + 1);
            for (var group = first; group < end; group++)
            {
                var from = (group * TGroup.Length) - start;
                if (from >= 0 && from + TGroup.Length <= count)
                {
                    TGroup.Fill(key, (ulong)group, new Span<T>(elements + from, TGroup.Length));
                    continue;
                }

                TGroup.Fill(key, (ulong)group, whole);
                var skipped = (int)Math.Max(0, -from);
                var kept = (int)Math.Min(TGroup.Length, count - from) - skipped;
                whole.Slice(skipped, kept).CopyTo(new Span<T>(elements + from + skipped, kept));
            }
        }
    }
}
