using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Pieces of a block of pixels that are contiguous both in the block and elsewhere (an output plane, copied planes).</summary>
internal unsafe ref struct PixelRuns(Span<int> places)
{
    private readonly Span<int> places = places;

    /// <summary>Number of runs.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all runs.</summary>
    public void Clear() => Count = 0;

    /// <summary>
    /// Adds pixels <paramref name="first"/> to first + length - 1 of the block, which lie at <paramref name="place"/> elsewhere.
    /// </summary>
    public void Add(int first, int place, int length)
    {
        places[3 * Count] = first;
        places[(3 * Count) + 1] = place;
        places[(3 * Count) + 2] = length;
        Count++;
    }

    /// <summary>Writes a row of the block to its places, <paramref name="stride"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Scatter<T>(T* block, T* target, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (int* run = places)
        {
            for (var i = 0; i < 3 * Count; i += 3)
            {
                if (stride == 1)
                {
                    CopyExactly(block + run[i], target + run[i + 1], run[i + 2]);
                    continue;
                }

                for (var j = 0; j < run[i + 2]; j++)
                {
                    target[run[i + 1] + ((nint)j * stride)] = block[run[i] + j];
                }
            }
        }
    }

    /// <summary>Copies a short run, in place of a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyExactly<T>(T* source, T* target, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; count >= Vector512<T>.Count; count -= Vector512<T>.Count)
        {
            Vector512.Load(source).Store(target);
            source += Vector512<T>.Count;
            target += Vector512<T>.Count;
        }

        if (count > 0)
        {
            Lanes.StorePart(Lanes.LoadPart(source, count), target, count);
        }
    }
}
