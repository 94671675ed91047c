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
        var t = Expm1(Lanes.Broadcast<T>(-2) * Vector512.Abs(x));
        return WithSign(Vector512.Abs(t / (t + Lanes.Broadcast<T>(2))), x);
    }

    /// <summary>
    /// 1 / (1 + e^-x), for negative x as e^x / (1 + e^x), so that it neither overflows nor loses digits. Float: at most 4 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sigmoid<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = Exp(-Vector512.Abs(x));
        var numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), e, Vector512<T>.One);
        return numerator / (Vector512<T>.One + e);
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|): neither overflows nor underflows early. Float: at most 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Softplus<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var positive = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), Vector512<T>.Zero, x);
        return positive + Log1p(Exp(-Vector512.Abs(x)));
    }
}
