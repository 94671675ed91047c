using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Descent.Kernels.Counts;

namespace Descent.Kernels;

/// <summary>
/// The product of one row and a matrix whose columns lie side by side. It is bound by reading the matrix, so a strip of sums stays in
/// registers while the strip's columns run through from the first row to the last.
/// </summary>
internal static unsafe class MatrixProductRow
{
    /// <summary>The vectors of a strip: as many chains as keep the multipliers busy, where each vector is one register.</summary>
    private static int LargestStrip => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>c[j] = c[j] (or 0) + sum over p of a[p] b[p, j], by fused multiply-adds in the order of p.</summary>
    /// <param name="a">The row's factors, side by side.</param>
    /// <param name="b">The matrix's first element.</param>
    /// <param name="bStep">The elements from one row of the matrix to the next.</param>
    /// <param name="c">The sums, side by side.</param>
    /// <param name="columns">The number of sums.</param>
    /// <param name="depth">The number of steps.</param>
    /// <param name="accumulate">Whether the sums start from what <paramref name="c"/> holds.</param>
    internal static void Multiply<T>(T* a, T* b, nint bStep, T* c, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        for (; columns >= LargestStrip * lanes; columns -= LargestStrip * lanes)
        {
            if (LargestStrip == Eight.Value)
            {
                Strip<T, Eight>(a, b, bStep, c, depth, accumulate);
            }
            else
            {
                Strip<T, Four>(a, b, bStep, c, depth, accumulate);
            }

            b += LargestStrip * lanes;
            c += LargestStrip * lanes;
        }

        var vectors = columns / lanes;
        switch (vectors)
        {
            case 0:
                break;
            case 1:
                Strip<T, One>(a, b, bStep, c, depth, accumulate);
                break;
            case 2:
                Strip<T, Two>(a, b, bStep, c, depth, accumulate);
                break;
            case 3:
                Strip<T, Three>(a, b, bStep, c, depth, accumulate);
                break;
            case 4:
                Strip<T, Four>(a, b, bStep, c, depth, accumulate);
                break;
            case 5:
                Strip<T, Five>(a, b, bStep, c, depth, accumulate);
                break;
            case 6:
                Strip<T, Six>(a, b, bStep, c, depth, accumulate);
                break;
            default:
                Strip<T, Seven>(a, b, bStep, c, depth, accumulate);
                break;
        }

        if (columns > vectors * lanes)
        {
            Rest(a, b + (vectors * lanes), bStep, c + (vectors * lanes), columns - (vectors * lanes), depth, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Strip<T, TVectors>(T* a, T* b, nint bStep, T* c, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVectors : struct, ICount
    {
        Vector512<T> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (accumulate)
        {
            Load<T, TVectors, One>(c, ref c0);
            Load<T, TVectors, Two>(c, ref c1);
            Load<T, TVectors, Three>(c, ref c2);
            Load<T, TVectors, Four>(c, ref c3);
            Load<T, TVectors, Five>(c, ref c4);
            Load<T, TVectors, Six>(c, ref c5);
            Load<T, TVectors, Seven>(c, ref c6);
            Load<T, TVectors, Eight>(c, ref c7);
        }

        for (var end = a + depth; a < end; a++)
        {
            var x = Vector512.Create(*a);
            Step<T, TVectors, One>(x, b, ref c0);
            Step<T, TVectors, Two>(x, b, ref c1);
            Step<T, TVectors, Three>(x, b, ref c2);
            Step<T, TVectors, Four>(x, b, ref c3);
            Step<T, TVectors, Five>(x, b, ref c4);
            Step<T, TVectors, Six>(x, b, ref c5);
            Step<T, TVectors, Seven>(x, b, ref c6);
            Step<T, TVectors, Eight>(x, b, ref c7);
            b += bStep;
        }

        Store<T, TVectors, One>(c, c0);
        Store<T, TVectors, Two>(c, c1);
        Store<T, TVectors, Three>(c, c2);
        Store<T, TVectors, Four>(c, c3);
        Store<T, TVectors, Five>(c, c4);
        Store<T, TVectors, Six>(c, c5);
        Store<T, TVectors, Seven>(c, c6);
        Store<T, TVectors, Eight>(c, c7);
    }

    /// <summary>The last columns, fewer than a vector has lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rest<T>(T* a, T* b, nint bStep, T* c, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = accumulate ? Lanes.LoadPart(c, columns) : default;
        for (var end = a + depth; a < end; a++)
        {
            sum = Lanes.MultiplyAdd(Vector512.Create(*a), Lanes.LoadPart(b, columns), sum);
            b += bStep;
        }

        Lanes.StorePart(sum, c, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, TVectors, TVector>(T* c, ref Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVectors : struct, ICount
        where TVector : struct, ICount
    {
        if (TVectors.Value >= TVector.Value)
        {
            sum = Vector512.Load(c + ((TVector.Value - 1) * Vector512<T>.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<T, TVectors, TVector>(Vector512<T> x, T* b, ref Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVectors : struct, ICount
        where TVector : struct, ICount
    {
        if (TVectors.Value >= TVector.Value)
        {
            sum = Lanes.MultiplyAdd(x, Vector512.Load(b + ((TVector.Value - 1) * Vector512<T>.Count)), sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TVectors, TVector>(T* c, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVectors : struct, ICount
        where TVector : struct, ICount
    {
        if (TVectors.Value >= TVector.Value)
        {
            sum.Store(c + ((TVector.Value - 1) * Vector512<T>.Count));
        }
    }
}
