using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Sums over rows, in lanes: four chains, as one would wait for each addition to end. The lanes of several rows are then added up together.
/// </summary>
internal static unsafe class RowSums
{
    /// <summary>What rows worked on together may take of the first-level cache.</summary>
    private const int Bytes = 16 * 1024;

    /// <summary>Of each source's quarters the elements 0 and 2.</summary>
    private const byte EvenPlaces = 0b10_00_10_00;

    private const byte OddPlaces = 0b11_01_11_01;

    /// <summary>So few vectors are quicker added up one by one.</summary>
    private const int Few = 4;

    /// <summary>How many rows of so many elements are worked on together: a vector of them where they are short.</summary>
    public static int RowsAtOnce<T>(long width)
        where T : unmanaged
        => (int)Math.Clamp(Bytes / (Math.Max(width, 1) * sizeof(T)), 1, Vector512<T>.Count);

    /// <summary>The sum of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Total<T>(T* row, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        var lanes = Vector512<T>.Count;
        nint j = 0;
        for (; j <= width - (4 * lanes); j += 4 * lanes)
        {
            s0 += Vector512.Load(row + j);
            s1 += Vector512.Load(row + j + lanes);
            s2 += Vector512.Load(row + j + (2 * lanes));
            s3 += Vector512.Load(row + j + (3 * lanes));
        }

        for (; j <= width - lanes; j += lanes)
        {
            s0 += Vector512.Load(row + j);
        }

        if (j < width)
        {
            s1 += Lanes.LoadPart(row + j, width - (int)j);
        }

        return s0 + s1 + (s2 + s3);
    }

    /// <summary>The sums of a row's deviations from a centre and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Deviations<T>(T* row, int width, Vector512<T> centre, out Vector512<T> deviations, out Vector512<T> squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<T> q0 = default, q1 = default, q2 = default, q3 = default;
        var lanes = Vector512<T>.Count;
        nint j = 0;
        for (; j <= width - (4 * lanes); j += 4 * lanes)
        {
            Vector512<T> d0 = Vector512.Load(row + j) - centre, d1 = Vector512.Load(row + j + lanes) - centre;
            Vector512<T> d2 = Vector512.Load(row + j + (2 * lanes)) - centre, d3 = Vector512.Load(row + j + (3 * lanes)) - centre;
            s0 += d0;
            s1 += d1;
            s2 += d2;
            s3 += d3;
            q0 = Lanes.MultiplyAdd(d0, d0, q0);
            q1 = Lanes.MultiplyAdd(d1, d1, q1);
            q2 = Lanes.MultiplyAdd(d2, d2, q2);
            q3 = Lanes.MultiplyAdd(d3, d3, q3);
        }

        for (; j <= width - lanes; j += lanes)
        {
            var d0 = Vector512.Load(row + j) - centre;
            s0 += d0;
            q0 = Lanes.MultiplyAdd(d0, d0, q0);
        }

        if (j < width)
        {
            var d1 = Lanes.LoadPart(row + j, width - (int)j, centre) - centre;
            s1 += d1;
            q1 = Lanes.MultiplyAdd(d1, d1, q1);
        }

        deviations = s0 + s1 + (s2 + s3);
        squares = q0 + q1 + (q2 + q3);
    }

    /// <summary>
    /// In each of the first <paramref name="count"/> lanes the sum of a vector's lanes, in the order of <see cref="Lanes.Sum{T}"/>.
    /// There is room for as many vectors as there are lanes.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> Of<T>(Vector512<T>* vectors, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (TranspositionWide.IsSupported<T>() && count > Few)
        {
            var rows = (float*)vectors;
            Vector512<float> even = Pairs(Quarters(rows, 0), Quarters(rows, 1)), odd = Pairs(Quarters(rows, 2), Quarters(rows, 3));
            return (Avx512F.Shuffle(even, odd, EvenPlaces) + Avx512F.Shuffle(even, odd, OddPlaces)).As<float, T>();
        }

        Vector512<T> sums = default;
        for (var i = 0; i < count; i++)
        {
            ((T*)&sums)[i] = Lanes.Sum(vectors[i]);
        }

        return sums;
    }

    /// <summary>The quarters' sums of the vectors first, first + 4, first + 8 and first + 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* vectors, int first)
    {
        const int lanes = 16;
        var place = vectors + (first * lanes);
        Vector512<float> a = Vector512.Load(place), b = Vector512.Load(place + (4 * lanes));
        Vector512<float> c = Vector512.Load(place + (8 * lanes)), d = Vector512.Load(place + (12 * lanes));
        var ab = TranspositionWide.Lower(a, b) + TranspositionWide.Upper(a, b);
        var cd = TranspositionWide.Lower(c, d) + TranspositionWide.Upper(c, d);
        return TranspositionWide.Even(ab, cd) + TranspositionWide.Odd(ab, cd);
    }

    /// <summary>In each quarter of four the sums 0 + 2 and 1 + 3, of the one, then of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pairs(Vector512<float> a, Vector512<float> b)
        => Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()).AsSingle() + Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble()).AsSingle();
}
