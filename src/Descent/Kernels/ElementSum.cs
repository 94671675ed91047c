using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What a sum over the elements of up to three vectors adds for each; 0 where all are 0.</summary>
internal interface IElementTerm
{
    /// <summary>How many vectors it reads: 1 to 3. Those beyond are zero.</summary>
    static abstract int Inputs { get; }

    /// <summary>The term of one element, all lanes at once.</summary>
    Vector512<T> Of<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>a b, for the scalar product of two vectors.</summary>
internal readonly struct ProductTerm : IElementTerm
{
    public static int Inputs => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Of<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => a * b;
}

/// <summary>
/// The sum of a term over vectors. Lanes add up short stretches, doubles the stretches and the tiles in their order: errors stay small, and
/// the
/// bits do not depend on threads.
/// </summary>
internal static unsafe class ElementSum
{
    /// <summary>The sum; vectors that the term does not read are left empty.</summary>
    public static double Of<T, TTerm>(TTerm term, ReadOnlySpan<T> a, ReadOnlySpan<T> b = default, ReadOnlySpan<T> c = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, IElementTerm
    {
        Tiling.Same(TTerm.Inputs > 1 ? a.Length : 0, b.Length, nameof(b));
        Tiling.Same(TTerm.Inputs > 2 ? a.Length : 0, c.Length, nameof(c));
        var tiles = Tiling.Count(a.Length);
        var sums = ArrayPool<double>.Shared.Rent(tiles);
        try
        {
            fixed (T* first = a, second = b, third = c)
            fixed (double* results = sums)
            {
                Tiling.Run(tiles, new ElementSumJob<T, TTerm>(term, first, second, third, results, a.Length));
            }

            var sum = 0.0;
            for (var tile = 0; tile < tiles; tile++)
            {
                sum += sums[tile];
            }

            return sum;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }
}

/// <summary>One tile of a sum.</summary>
internal readonly unsafe struct ElementSumJob<T, TTerm>(TTerm term, T* a, T* b, T* c, double* sums, int count) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, IElementTerm
{
    // So many terms are added in lanes before doubles take over.
    private const int Stretch = 1024;

    public void Run(int tile)
    {
        var (start, sum) = (tile * Tiling.Elements, 0.0);
        var end = Math.Min(count, start + Tiling.Elements);
        for (; start < end; start += Stretch)
        {
            sum += Sum(start, Math.Min(end, start + Stretch));
        }

        sums[tile] = sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private double Sum(int i, int end)
    {
        var (width, own) = (Vector512<T>.Count, term);
        T* x = a, y = b, z = c;
        Vector512<T> even = default, odd = default;
        for (; i <= end - (2 * width); i += 2 * width)
        {
            even += own.Of(Vector512.Load(x + i), Whole(y, i, 1), Whole(z, i, 2));
            odd += own.Of(Vector512.Load(x + i + width), Whole(y, i + width, 1), Whole(z, i + width, 2));
        }

        for (; i < end; i += width)
        {
            var length = Math.Min(width, end - i);
            even += own.Of(Lanes.LoadPart(x + i, length), Part(y, i, length, 1), Part(z, i, length, 2));
        }

        return double.CreateTruncating(Lanes.Sum(even + odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Whole(T* from, int i, int input) => TTerm.Inputs > input ? Vector512.Load(from + i) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Part(T* from, int i, int length, int input)
        => TTerm.Inputs > input ? Lanes.LoadPart(from + i, length) : default;
}
