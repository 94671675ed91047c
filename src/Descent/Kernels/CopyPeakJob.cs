using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Copies tiles of a buffer: what memory, or a cache, gives at most. Where the buffers are larger than the caches the target is written
/// past them, as nobody reads it soon.
/// </summary>
internal readonly unsafe struct CopyPeakJob(float* source, float* target, bool pastCaches) : ITileJob
{
    /// <summary>The elements of a tile.</summary>
    public const int Elements = 1 << 14;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int tile)
    {
        var from = source + ((long)tile * Elements);
        var to = target + ((long)tile * Elements);
        if (pastCaches)
        {
            for (var i = 0; i < Elements; i += 2 * Vector512<float>.Count)
            {
                Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
                Vector512.Load(from + i + Vector512<float>.Count).StoreAlignedNonTemporal(to + i + Vector512<float>.Count);
            }
        }
        else
        {
            for (var i = 0; i < Elements; i += 2 * Vector512<float>.Count)
            {
                Vector512.Load(from + i).Store(to + i);
                Vector512.Load(from + i + Vector512<float>.Count).Store(to + i + Vector512<float>.Count);
            }
        }
    }
}
