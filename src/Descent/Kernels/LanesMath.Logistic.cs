using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

public static partial class LanesMath
{
    /// <summary>tanh x = -t / (t + 2) with t = e^(-2|x|) - 1, and the sign of x. Float: at most 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Tanh<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The quotient is negative, or 0 of any sign, or NaN: only its sign is exchanged for that of x.
        var t = ExpMinusOneBelowZero(Lanes.Broadcast<T>(-2) * Vector512.Abs(x));
        return Vector512.ConditionalSelect(Lanes.Broadcast<T>(-0.0), x, t / (t + Lanes.Broadcast<T>(2)));
    }

    /// <summary>
    /// 1 / (1 + e^-x), for negative x as e^x / (1 + e^x), so that it neither overflows nor loses digits. Float: at most 4 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sigmoid<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = ExpBelowZero(x | Lanes.Broadcast<T>(-0.0));
        var numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), e, Vector512<T>.One);
        return numerator / (Vector512<T>.One + e);
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|): neither overflows nor underflows early. Float: at most 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Softplus<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var positive = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), Vector512<T>.Zero, x);
        return positive + LogOfOneToTwo(ExpBelowZero(x | Lanes.Broadcast<T>(-0.0)));
    }

    /// <summary>ln(1 + e) for e in [0, 1]: 2 atanh(s) with s = e / (2 + e), as e - s (e - s^2 p(s^2)), so that a tiny e is its own result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LogOfOneToTwo<T>(Vector512<T> e)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = e / (Lanes.Broadcast<T>(2) + e);
        var z = s * s;
        Vector512<T> p;
        if (typeof(T) == typeof(float))
        {
            var zSingle = z.AsSingle();
            p = Vector512.Create(0.2322433f).Then(zSingle, 0.21706575f).Then(zSingle, 0.28592357f)
                .Then(zSingle, 0.39999706f).Then(zSingle, 0.6666667f).As<float, T>();
        }
        else
        {
            var zDouble = z.AsDouble();
            p = Vector512.Create(0.16164045611943534).Then(zDouble, 0.08800738486144674).Then(zDouble, 0.12001072809590713)
                .Then(zDouble, 0.13314144209654935).Then(zDouble, 0.15385570064958623)
                .Then(zDouble, 0.18181789436132859).Then(zDouble, 0.22222222717427864)
                .Then(zDouble, 0.2857142856710876).Then(zDouble, 0.40000000000014585)
                .Then(zDouble, 0.6666666666666666).As<double, T>();
        }

        return Lanes.MultiplyAdd(s, Lanes.MultiplyAdd(z, p, -e), e);
    }
}
