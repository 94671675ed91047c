using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

public static partial class LanesMath
{
    /// <summary>e^x. Float: at most 2 ulp; infinity above 88.72, 0 below -103.97 (double: 709.78 and -745.13).</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln(2)/2; e^r by a polynomial through Chebyshev nodes; the scaling by 2^n rounds subnormal results once.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        var n = ReduceByLogTwo(Within(x, single ? -104 : -746, single ? 89 : 710), out var r);
        return Scale(ExpMinusOneReduced(r) + Vector512<T>.One, n);
    }

    /// <summary>The bits of e^x for x of at most 0: no upper bound has to be kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> ExpBelowZero<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = ReduceByLogTwo(AtLeast(x, typeof(T) == typeof(float) ? -104 : -746), out var r);
        return Scale(ExpMinusOneReduced(r) + Vector512<T>.One, n);
    }

    /// <summary>e^x - 1 without cancellation near 0. Float: at most 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Expm1<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        var n = ReduceByLogTwo(Within(x, single ? -18 : -38, single ? 89 : 710), out var r);
        var scale = PowerOfTwo(n - Vector512<T>.One);
        var half = Lanes.MultiplyAdd(scale, ExpMinusOneReduced(r), scale - Lanes.Broadcast<T>(0.5));
        var tiny = Vector512.LessThan(Vector512.Abs(x), Lanes.Broadcast<T>(single ? 1e-9 : 1e-18));
        return Vector512.ConditionalSelect(tiny, x, half + half);
    }

    /// <summary>The bits of <see cref="Expm1"/> for x of at most 0, but for the sign of 0: 2^n is at most 1 and nothing is too small.</summary>
    /// <remarks>
    /// The rounder is moved so that the bits below its point are n and the exponent's bias: they are shifted where they belong. As no number's
    /// product with 1 / ln 2 lies half-way between integers, it does not show that the one added to it may be odd.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ExpMinusOneBelowZero<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        x = AtLeast(x, single ? -18 : -38);
        var rounder = Rounder<T>() + Lanes.Broadcast<T>(single ? 127 : 1023);
        var rounded = Lanes.MultiplyAdd(x, Lanes.Broadcast<T>(1.4426950408889634), rounder);
        var r = LessLogTwo(x, rounded - rounder);
        var scale = single
            ? Vector512.ShiftLeft(rounded.AsInt32(), 23).As<int, T>()
            : Vector512.ShiftLeft(rounded.AsInt64(), 52).As<long, T>();
        return Lanes.MultiplyAdd(scale, ExpMinusOneReduced(r), scale - Vector512<T>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ReduceByLogTwo<T>(Vector512<T> x, out Vector512<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = Lanes.MultiplyAdd(x, Lanes.Broadcast<T>(1.4426950408889634), Rounder<T>()) - Rounder<T>();
        r = LessLogTwo(x, n);
        return n;
    }

    /// <summary>x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LessLogTwo<T>(Vector512<T> x, Vector512<T> n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.MultiplyAdd(
            n, Lanes.Broadcast<T>(-LogTwoLow<T>()), Lanes.MultiplyAdd(n, Lanes.Broadcast<T>(-LogTwoHigh<T>()), x));

    /// <summary>e^r - 1 = r + r^2 q(r) for |r| at most ln(2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ExpMinusOneReduced<T>(Vector512<T> r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> q;
        if (typeof(T) == typeof(float))
        {
            var rSingle = r.AsSingle();
            q = Vector512.Create(0.0001989101f).Then(rSingle, 0.0013933667f).Then(rSingle, 0.0083333105f)
                .Then(rSingle, 0.041666463f).Then(rSingle, 0.16666667f).Then(rSingle, 0.5f).As<float, T>();
        }
        else
        {
            var rDouble = r.AsDouble();
            q = Vector512.Create(2.0914701283103285E-09).Then(rDouble, 2.51052370507603E-08).Then(rDouble, 2.7557273608709007E-07)
                .Then(rDouble, 2.7557255352032673E-06).Then(rDouble, 2.4801587325574868E-05)
                .Then(rDouble, 0.00019841269874858612).Then(rDouble, 0.0013888888888883742).Then(rDouble, 0.008333333333326124)
                .Then(rDouble, 0.04166666666666667).Then(rDouble, 0.1666666666666667).Then(rDouble, 0.5).As<double, T>();
        }

        return Lanes.MultiplyAdd(q, r * r, r);
    }

    /// <summary>The leading part of ln 2, with enough zeros at its end that its product with any exponent is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LogTwoHigh<T>() => typeof(T) == typeof(float) ? 0.693138122558594 : 0.69314718036912381649;

    /// <summary>ln 2 less its leading part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LogTwoLow<T>() => typeof(T) == typeof(float) ? 9.058001351352e-06 : 1.90821492927058770002e-10;
}
