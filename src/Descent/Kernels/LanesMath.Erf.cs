using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

public static partial class LanesMath
{
    /// <summary>The error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x. Float: at most 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Erf<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitude = Vector512.Abs(x);
        var outer = WithSign(Vector512<T>.One - ErfcTail(magnitude), x);
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512<T>.One), ErfCentre(x), outer);
    }

    /// <summary>
    /// 1 - erf(x) without cancellation for large x, so that the normal distribution's tail keeps its digits. Float: at most 8 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Erfc<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitude = Vector512.Abs(x);
        var tail = ErfcTail(magnitude);
        var outer = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), Lanes.Broadcast<T>(2) - tail, tail);
        var centre = Vector512.LessThan(magnitude, Lanes.Broadcast<T>(0.5));
        return Vector512.ConditionalSelect(centre, Vector512<T>.One - ErfCentre(x), outer);
    }

    /// <summary>erf(x) = x + x p(x^2) for |x| at most 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ErfCentre<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var z = x * x;
        Vector512<T> p;
        if (typeof(T) == typeof(float))
        {
            var zSingle = z.AsSingle();
            p = Vector512.Create(7.875875E-05f).Then(zSingle, -0.00080168643f).Then(zSingle, 0.0051890872f)
                .Then(zSingle, -0.026854211f).Then(zSingle, 0.112835944f).Then(zSingle, -0.37612626f)
                .Then(zSingle, 0.12837917f).As<float, T>();
        }
        else
        {
            var zDouble = z.AsDouble();
            p = Vector512.Create(-7.795898827002142E-10).Then(zDouble, 1.3720064546777686E-08)
                .Then(zDouble, -1.6208483801871705E-07).Then(zDouble, 1.6447424703317362E-06)
                .Then(zDouble, -1.492473690741966E-05).Then(zDouble, 0.00012055294904839707)
                .Then(zDouble, -0.0008548325975389692).Then(zDouble, 0.0052239776071164225).Then(zDouble, -0.02686617064323777)
                .Then(zDouble, 0.11283791670945006).Then(zDouble, -0.37612638903183543)
                .Then(zDouble, 0.12837916709551256).As<double, T>();
        }

        return Lanes.MultiplyAdd(x, p, x);
    }

    /// <summary>erfc(x) = e^(-x^2) t g(u) for x of at least 1/2, with t = 1 / (x + 2) and u = t moved to [-1, 1].</summary>
    /// <remarks>x^2 is split into its rounded value and the rest, as the exponential would magnify the rounding. Not inlined: a method
    /// may inline only so much, and where vectors are emulated by narrower ones this would pass it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> ErfcTail<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        x = Within(x, 0, single ? 10.2 : 28);
        var t = Vector512<T>.One / (x + Lanes.Broadcast<T>(2));
        var u = Lanes.MultiplyAdd(
            t,
            Lanes.Broadcast<T>(single ? 6.2886596 : 5.454545454545454),
            Lanes.Broadcast<T>(single ? -1.515464 : -1.1818181818181819));
        Vector512<T> g;
        if (single)
        {
            var uSingle = u.AsSingle();
            g = Vector512.Create(-1.7545116E-06f).Then(uSingle, -1.3511168E-05f).Then(uSingle, 4.3397882E-05f)
                .Then(uSingle, 0.00018596598f).Then(uSingle, -0.0007416989f).Then(uSingle, -0.003318992f)
                .Then(uSingle, 0.010154163f).Then(uSingle, 0.11140663f).Then(uSingle, 0.42435002f)
                .Then(uSingle, 0.9971616f).As<float, T>();
        }
        else
        {
            var uDouble = u.AsDouble();
            g = Vector512.Create(2.6678578906412242E-11).Then(uDouble, 3.9931438582472206E-10)
                .Then(uDouble, -1.1038525237771804E-09).Then(uDouble, -2.4404980633317533E-09)
                .Then(uDouble, 1.1384066887851598E-08).Then(uDouble, -2.7939649597336295E-09)
                .Then(uDouble, -6.206148420194173E-08).Then(uDouble, 1.278971708635874E-07).Then(uDouble, 1.60163740467182E-07)
                .Then(uDouble, -1.1242349083903352E-06).Then(uDouble, 7.244544260357445E-07)
                .Then(uDouble, 7.123284415256392E-06).Then(uDouble, -1.5055195130256331E-05)
                .Then(uDouble, -4.158248167417442E-05).Then(uDouble, 0.0001686629614046604).Then(uDouble, 0.0003104395014248402)
                .Then(uDouble, -0.0018141726133655807).Then(uDouble, -0.004757657175190794).Then(uDouble, 0.0183883106001495)
                .Then(uDouble, 0.14131085465078586).Then(uDouble, 0.45083232216130964)
                .Then(uDouble, 0.9348367830974967).As<double, T>();
        }

        var square = x * x;
        var rest = Lanes.MultiplyAdd(x, x, -square);
        return Exp(-square) * Lanes.MultiplyAdd(t * g, -rest, t * g);
    }
}
