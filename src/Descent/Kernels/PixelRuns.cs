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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary>
    /// Reads rows of the block, <paramref name="width"/> elements each, from the places beyond source + offsets[row].
    /// Whole vectors are written, so up to a vector less one element past the last row is overwritten.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Gather<T>(T* source, int* offsets, int rows, T* block, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Moves (from, to, remaining length) in increasing order: a move mends what the one before it wrote too far.
        var moves = stackalloc nint[3 * width];
        var end = moves;
        for (var i = 0; i < 3 * Count; i += 3)
        {
            for (var j = 0; j < places[i + 2]; j += Vector512<T>.Count)
            {
                *end++ = places[i + 1] + j;
                *end++ = places[i] + j;
                *end++ = places[i + 2] - j;
            }
        }

        for (var row = 0; row < rows; row++, block += width)
        {
            var from = source + offsets[row];
            for (var move = moves; move < end; move += 3)
            {
                if (move[2] > Vector256<T>.Count)
                {
                    Vector512.Load(from + move[0]).Store(block + move[1]);
                }
                else if (move[2] > Vector128<T>.Count)
                {
                    Vector256.Load(from + move[0]).Store(block + move[1]);
                }
                else
                {
                    Vector128.Load(from + move[0]).Store(block + move[1]);
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

        if (count >= Vector256<T>.Count)
        {
            Vector256.Load(source).Store(target);
            source += Vector256<T>.Count;
            target += Vector256<T>.Count;
            count -= Vector256<T>.Count;
        }

        for (var j = 0; j < count; j++)
        {
            target[j] = source[j];
        }
    }
}
