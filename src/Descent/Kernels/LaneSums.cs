using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// The sums over the lanes of many vectors at once, each with the bits of <see cref="Lanes.Sum{T}"/>; for 512-bit registers.
/// </summary>
internal static unsafe class LaneSums
{
    /// <summary>From one row of four sums to the next.</summary>
    private const int Stride = 8;

    /// <summary>sums[r, c] of 4 rows and 4 columns at r Stride + c; the vectors come column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        float* sums,
        Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3,
        Vector512<float> b0, Vector512<float> b1, Vector512<float> b2, Vector512<float> b3,
        Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, Vector512<float> c3,
        Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3)
    {
        var ab = Pairs(Quarters(Halves(a0, a1), Halves(a2, a3)), Quarters(Halves(b0, b1), Halves(b2, b3)));
        var cd = Pairs(Quarters(Halves(c0, c1), Halves(c2, c3)), Quarters(Halves(d0, d1), Halves(d2, d3)));
        Rows(sums, Avx512F.Shuffle(ab, cd, 0x88) + Avx512F.Shuffle(ab, cd, 0xDD));
    }

    /// <summary>sums[r, c] of 4 rows and 2 columns at r Stride + c; two elements beyond are overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        float* sums,
        Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3,
        Vector512<float> b0, Vector512<float> b1, Vector512<float> b2, Vector512<float> b3)
    {
        var ab = Pairs(Quarters(Halves(a0, a1), Halves(a2, a3)), Quarters(Halves(b0, b1), Halves(b2, b3)));
        Rows(sums, Avx512F.Shuffle(ab, ab, 0x88) + Avx512F.Shuffle(ab, ab, 0xDD));
    }

    // The upper half of each vector onto its lower: a in the lower half of the result, b in the upper.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halves(Vector512<float> a, Vector512<float> b)
        => Avx512F.Shuffle4x128(a, b, 0x44) + Avx512F.Shuffle4x128(a, b, 0xEE);

    // Four vectors, a quarter each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(Vector512<float> a, Vector512<float> b)
        => Avx512F.Shuffle4x128(a, b, 0x88) + Avx512F.Shuffle4x128(a, b, 0xDD);

    // Eight vectors, two lanes each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pairs(Vector512<float> a, Vector512<float> b)
        => Avx512F.Shuffle(a, b, 0x44) + Avx512F.Shuffle(a, b, 0xEE);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(float* sums, Vector512<float> all)
    {
        all.GetLower().GetLower().Store(sums);
        all.GetLower().GetUpper().Store(sums + Stride);
        all.GetUpper().GetLower().Store(sums + (2 * Stride));
        all.GetUpper().GetUpper().Store(sums + (3 * Stride));
    }
}
