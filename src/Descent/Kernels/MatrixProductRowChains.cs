using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The product of one row and a matrix of few columns, whose chains go side by side: of a single vector of sums each step would wait for the
/// one before.
/// </summary>
internal static unsafe class MatrixProductRowChains
{
    /// <summary>The chains at a time: a step of each is done while the first one's is under way.</summary>
    private const int Together = 4;

    /// <summary>The most vectors of sums; more keep the multipliers busy in one chain each.</summary>
    private const int MostVectors = 2;

    /// <summary>Whether it is worth it.</summary>
    internal static bool Suits<T>(int columns, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => columns <= MostVectors * Vector512<T>.Count && MatrixProductChains.Count(depth) > 1;

    /// <summary>c[j] = (c[j] or 0) + sum over p of a[p] b[p, j], chain by chain as <see cref="MatrixProductChains"/> cuts them.</summary>
    /// <param name="a">The row's factors, side by side.</param>
    /// <param name="b">The matrix's first element.</param>
    /// <param name="bStep">The elements from one row of the matrix to the next.</param>
    /// <param name="c">The sums, side by side.</param>
    /// <param name="columns">The number of sums.</param>
    /// <param name="depth">The number of steps.</param>
    /// <param name="accumulate">Whether the first chain starts from what <paramref name="c"/> holds.</param>
    internal static void Multiply<T>(T* a, T* b, nint bStep, T* c, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (lanes, chains) = (Vector512<T>.Count, MatrixProductChains.Count(depth));
        for (var column = 0; column < columns; column += lanes)
        {
            var filled = Math.Min(lanes, columns - column);
            var sum = accumulate ? Lanes.LoadPart(c + column, filled) : default;
            for (var chain = 0; chain < chains; chain += Together)
            {
                sum = AddGroup(a, b + column, bStep, filled, depth, chain, sum);
            }

            Lanes.StorePart(sum, c + column, filled);
        }
    }

    /// <summary>Adds some chains to a sum, which the very first starts from. Where there are fewer, the last is done several times.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> AddGroup<T>(T* a, T* b, nint bStep, int columns, int depth, int first, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var last = MatrixProductChains.Count(depth) - 1;
        var (begin0, length0) = Chain(depth, first);
        var (begin1, length1) = Chain(depth, Math.Min(first + 1, last));
        var (begin2, length2) = Chain(depth, Math.Min(first + 2, last));
        var (begin3, length3) = Chain(depth, Math.Min(first + 3, last));
        T* a0 = a + begin0, a1 = a + begin1, a2 = a + begin2, a3 = a + begin3;
        T* b0 = b + (begin0 * bStep), b1 = b + (begin1 * bStep), b2 = b + (begin2 * bStep), b3 = b + (begin3 * bStep);
        var c0 = first == 0 ? sum : default;
        Vector512<T> c1 = default, c2 = default, c3 = default;

        // A whole vector may be read where so many elements follow; lanes beyond the columns are not kept.
        var common = Math.Min(Math.Min(length0, length1), Math.Min(length2, length3));
        var whole = Math.Max(0, common - (int)((Vector512<T>.Count - columns + bStep - 1) / bStep));
        var p = 0;
        for (; p < whole; p++)
        {
            c0 = Lanes.MultiplyAdd(Vector512.Create(a0[p]), Vector512.Load(b0), c0);
            c1 = Lanes.MultiplyAdd(Vector512.Create(a1[p]), Vector512.Load(b1), c1);
            c2 = Lanes.MultiplyAdd(Vector512.Create(a2[p]), Vector512.Load(b2), c2);
            c3 = Lanes.MultiplyAdd(Vector512.Create(a3[p]), Vector512.Load(b3), c3);
            b0 += bStep;
            b1 += bStep;
            b2 += bStep;
            b3 += bStep;
        }

        c0 = AddRest(a0, b0, bStep, columns, p, length0, c0);
        c1 = AddRest(a1, b1, bStep, columns, p, length1, c1);
        c2 = AddRest(a2, b2, bStep, columns, p, length2, c2);
        c3 = AddRest(a3, b3, bStep, columns, p, length3, c3);
        sum = first == 0 ? c0 : sum + c0;
        sum = first + 1 <= last ? sum + c1 : sum;
        sum = first + 2 <= last ? sum + c2 : sum;
        return first + 3 <= last ? sum + c3 : sum;
    }

    private static (int Begin, int Length) Chain(int depth, int index)
    {
        var begin = MatrixProductChains.Start(depth, index);
        return (begin, MatrixProductChains.Start(depth, index + 1) - begin);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> AddRest<T>(T* a, T* b, nint bStep, int columns, int step, int end, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; step < end; step++)
        {
            sum = Lanes.MultiplyAdd(Vector512.Create(a[step]), Lanes.LoadPart(b, columns), sum);
            b += bStep;
        }

        return sum;
    }
}
