using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What a sum adds for each element.</summary>
internal interface ITerm
{
    static abstract Vector512<T> Of<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The element itself.</summary>
internal readonly struct PlainTerm : ITerm
{
    public static Vector512<T> Of<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

/// <summary>Its square.</summary>
internal readonly struct SquareTerm : ITerm
{
    public static Vector512<T> Of<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;
}

public static partial class Reductions
{
    // A block of a contiguous axis is a tile; of a strided one, as many rows as a running sum bears without much rounding.
    private const int BlockOfRows = 256;

    private static unsafe void SumTerms<T, TTerm>(ReadOnlySpan<T> x, int outer, int length, int inner, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ITerm
    {
        Tiling.Same(outer * length * inner, x.Length, nameof(x));
        Tiling.Same(outer * inner, result.Length, nameof(result));
        if (x.IsEmpty)
        {
            result.Clear();
            return;
        }

        var blockLength = inner == 1 ? Tiling.Elements : BlockOfRows;
        var blocks = Tiling.Groups(length, blockLength);
        if (blocks == 1)
        {
            SumBlocks<T, TTerm>(x, outer, length, inner, blockLength, result);
            return;
        }

        var partial = ArrayPool<T>.Shared.Rent(outer * blocks * inner);
        try
        {
            var sums = partial.AsSpan(0, outer * blocks * inner);
            SumBlocks<T, TTerm>(x, outer, length, inner, blockLength, sums);
            SumTerms<T, PlainTerm>(sums, outer, blocks, inner, result);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(partial);
        }
    }

    private static unsafe void SumBlocks<T, TTerm>(ReadOnlySpan<T> x, int outer, int length, int inner, int blockLength, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ITerm
    {
        fixed (T* input = x, output = sums)
        {
            var job = new SumJob<T, TTerm>(input, output, outer, length, inner, blockLength);
            Tiling.Run(job.Tiles, job);
        }
    }
}
