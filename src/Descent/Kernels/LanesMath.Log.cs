using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

public static partial class LanesMath
{
    /// <summary>The natural logarithm: -infinity at 0, NaN below. Float: at most 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LogWithCorrection(x, Vector512<T>.Zero);

    /// <summary>ln(1 + x) without cancellation near 0: -infinity at -1, NaN below. Float: at most 4 ulp.</summary>
    /// <remarks>What rounding 1 + x loses is given back to first order.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log1p<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = Vector512<T>.One;
        var sum = one + x;
        var lost = Vector512.ConditionalSelect(Vector512.LessThan(x, one), x - (sum - one), one - (sum - x)) / sum;
        var usual = Vector512.GreaterThan(sum, Vector512<T>.Zero)
            & Vector512.LessThan(sum, Lanes.Broadcast<T>(typeof(T) == typeof(float) ? 1e9 : 1e18));
        var y = LogWithCorrection(sum, lost & usual);
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<T>.Zero), x, y);
    }

    /// <summary>ln(x) + correction. x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); s = f / (2 + f) and
    /// ln(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2))), the arrangement of Sun's fdlibm, with R fitted through Chebyshev nodes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> LogWithCorrection<T>(Vector512<T> x, Vector512<T> correction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var k = SplitExponent(x, out var mantissa);
        var f = mantissa - Vector512<T>.One;
        var s = f / (Lanes.Broadcast<T>(2) + f);
        var z = s * s;
        Vector512<T> p;
        if (typeof(T) == typeof(float))
        {
            var zSingle = z.AsSingle();
            p = Vector512.Create(0.2333104f).Then(zSingle, 0.285508f).Then(zSingle, 0.40000123f)
                .Then(zSingle, 0.6666667f).As<float, T>();
        }
        else
        {
            var zDouble = z.AsDouble();
            p = Vector512.Create(0.146171283998073).Then(zDouble, 0.15331666676597175).Then(zDouble, 0.1818289077802613)
                .Then(zDouble, 0.22222211112104948).Then(zDouble, 0.2857142862611452).Then(zDouble, 0.399999999998992)
                .Then(zDouble, 0.666666666666667).As<double, T>();
        }

        var halfSquare = Lanes.Broadcast<T>(0.5) * f * f;
        var low = Lanes.MultiplyAdd(k, Lanes.Broadcast<T>(LogTwoLow<T>()), correction);
        var small = Lanes.MultiplyAdd(s, Lanes.MultiplyAdd(z, p, halfSquare), low);
        var y = Lanes.MultiplyAdd(k, Lanes.Broadcast<T>(LogTwoHigh<T>()), f - (halfSquare - small));
        var infinity = Lanes.Broadcast<T>(double.PositiveInfinity);
        y = Vector512.ConditionalSelect(Vector512.Equals(x, infinity), infinity, y);
        y = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<T>.Zero), -infinity, y);
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<T>.Zero), y, Lanes.Broadcast<T>(double.NaN));
    }

    /// <summary>Positive x = 2^k m with m in [sqrt(1/2), sqrt(2)); subnormal numbers are scaled up first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> SplitExponent<T>(Vector512<T> x, out Vector512<T> mantissa)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        var small = Vector512.LessThan(x, Lanes.Broadcast<T>(single ? 1.17549435e-38 : 2.2250738585072014e-308));
        x = Vector512.ConditionalSelect(small, x * Lanes.Broadcast<T>(single ? 16_777_216.0 : 18_014_398_509_481_984.0), x);
        var bias = Lanes.Broadcast<T>(single ? 127 : 1023) + (small & Lanes.Broadcast<T>(single ? 24 : 54));
        Vector512<T> exponent;
        if (single)
        {
            var bits = x.AsInt32() + Vector512.Create(0x3f800000 - 0x3f3504f3);
            mantissa = ((bits & Vector512.Create(0x007fffff)) + Vector512.Create(0x3f3504f3)).As<int, T>();
            exponent = Vector512.ShiftRightLogical(bits, 23).As<int, T>();
        }
        else
        {
            var bits = x.AsInt64() + Vector512.Create(0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
            mantissa = ((bits & Vector512.Create(0x000fffffffffffff)) + Vector512.Create(0x3fe6a09e667f3bcd)).As<long, T>();
            exponent = Vector512.ShiftRightLogical(bits, 52).As<long, T>();
        }

        return (exponent | Rounder<T>()) - Rounder<T>() - bias;
    }
}
