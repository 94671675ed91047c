using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Fused multiply-add of floats for x86 processors that lack it, where the runtime would call a library function for each lane.
/// </summary>
internal static class EmulatedMultiplyAdd
{
    /// <summary>a * b + c with a single rounding, in every lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c)
        => Vector512.Create(Half(a.GetLower(), b.GetLower(), c.GetLower()), Half(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Half(Vector256<float> a, Vector256<float> b, Vector256<float> c)
        => Vector256.Create(Quarter(a.GetLower(), b.GetLower(), c.GetLower()), Quarter(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(Vector128<float> a, Vector128<float> b, Vector128<float> c)
        => Vector128.Narrow(
            ToOdd(Vector128.WidenLower(a) * Vector128.WidenLower(b), Vector128.WidenLower(c)),
            ToOdd(Vector128.WidenUpper(a) * Vector128.WidenUpper(b), Vector128.WidenUpper(c)));

    /// <summary>
    /// product + addend, rounded to odd: an inexact sum takes of its two neighbours the one whose last bit is 1. The product of two floats
    /// is exact in double, and a sum that is rounded to odd with two bits to spare rounds to float as the exact one would.
    /// </summary>
    /// <remarks>
    /// Source: S. Boldo and G. Melquiond, "Emulation of a FMA and correctly rounded sums: proved algorithms using rounding to odd",
    /// IEEE Transactions on Computers 57(4), 2008.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ToOdd(Vector128<double> product, Vector128<double> addend)
    {
        var sum = product + addend;
        var added = sum - product;
        var error = (product - (sum - added)) + (addend - added);

        // Ordered comparisons are false for the NaN that the error of an infinite sum is.
        var inexact = (Vector128.LessThan(error, Vector128<double>.Zero) | Vector128.GreaterThan(error, Vector128<double>.Zero)).AsInt64();
        var bits = sum.AsInt64();
        var even = (bits & Vector128<long>.One) - Vector128<long>.One;
        var awayOrBack = Vector128<long>.One - (((bits ^ error.AsInt64()) >>> 63) << 1);
        return (bits + (awayOrBack & inexact & even)).AsDouble();
    }
}
