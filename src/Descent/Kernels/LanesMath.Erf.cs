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

    /// <summary>1 - erf(x) without cancellation for large x, so that the normal distribution's tail keeps its digits. Float: at most 8 ulp.</summary>
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
        var p = typeof(T) == typeof(float)
            ? Lanes.Broadcast<T>(7.875875E-05).Then(z, -0.00080168643).Then(z, 0.0051890872).Then(z, -0.026854211)
                    .Then(z, 0.112835944).Then(z, -0.37612626).Then(z, 0.12837917)
            : Lanes.Broadcast<T>(-7.795898827002142E-10).Then(z, 1.3720064546777686E-08).Then(z, -1.6208483801871705E-07)
                    .Then(z, 1.6447424703317362E-06).Then(z, -1.492473690741966E-05).Then(z, 0.00012055294904839707)
                    .Then(z, -0.0008548325975389692).Then(z, 0.0052239776071164225).Then(z, -0.02686617064323777)
                    .Then(z, 0.11283791670945006).Then(z, -0.37612638903183543).Then(z, 0.12837916709551256);
        return Lanes.MultiplyAdd(x, p, x);
    }

    /// <summary>erfc(x) = e^(-x^2) t g(u) for x of at least 1/2, with t = 1 / (x + 2) and u = t moved to [-1, 1].</summary>
    /// <remarks>x^2 is split into its rounded value and the rest, as the exponential would magnify the rounding.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ErfcTail<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var single = typeof(T) == typeof(float);
        x = Within(x, 0, single ? 10.2 : 28);
        var t = Vector512<T>.One / (x + Lanes.Broadcast<T>(2));
        var u = Lanes.Broadcast<T>(single ? 6.2886596 : 5.454545454545454).Then(t, single ? -1.515464 : -1.1818181818181819);
        var g = single
            ? Lanes.Broadcast<T>(-1.7545116E-06).Then(u, -1.3511168E-05).Then(u, 4.3397882E-05).Then(u, 0.00018596598)
                    .Then(u, -0.0007416989).Then(u, -0.003318992).Then(u, 0.010154163).Then(u, 0.11140663).Then(u, 0.42435002)
                    .Then(u, 0.9971616)
            : Lanes.Broadcast<T>(2.6678578906412242E-11).Then(u, 3.9931438582472206E-10).Then(u, -1.1038525237771804E-09)
                    .Then(u, -2.4404980633317533E-09).Then(u, 1.1384066887851598E-08).Then(u, -2.7939649597336295E-09)
                    .Then(u, -6.206148420194173E-08).Then(u, 1.278971708635874E-07).Then(u, 1.60163740467182E-07)
                    .Then(u, -1.1242349083903352E-06).Then(u, 7.244544260357445E-07).Then(u, 7.123284415256392E-06)
                    .Then(u, -1.5055195130256331E-05).Then(u, -4.158248167417442E-05).Then(u, 0.0001686629614046604)
                    .Then(u, 0.0003104395014248402).Then(u, -0.0018141726133655807).Then(u, -0.004757657175190794)
                    .Then(u, 0.0183883106001495).Then(u, 0.14131085465078586).Then(u, 0.45083232216130964)
                    .Then(u, 0.9348367830974967);
        var square = x * x;
        var rest = Lanes.MultiplyAdd(x, x, -square);
        return Exp(-square) * Lanes.MultiplyAdd(t * g, -rest, t * g);
    }
}
