using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// Elementary functions in every lane, written on fused multiply-adds alone, so that their bits are the same on every machine.
/// NaN stays NaN; zeros, infinities and subnormal numbers are exact as IEEE 754 asks. Errors are at most 2 units in the last place (ulp)
/// of float for Exp and Log, 4 for the others, and 1e-14 relative in double; the tests measure them.
/// </summary>
public static partial class LanesMath
{
    // One step of Horner's rule. Not generic: where vectors are emulated, long chains of generic calls pass what the JIT inlines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Then(this Vector512<float> sum, Vector512<float> x, float coefficient)
        => Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(coefficient));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Then(this Vector512<double> sum, Vector512<double> x, double coefficient)
        => Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(coefficient));

    /// <summary>
    /// The number that, added to a small number and taken away again, leaves it rounded to the nearest integer (ties to even).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Rounder<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.Broadcast<T>(typeof(T) == typeof(float) ? 12_582_912.0 : 6_755_399_441_055_744.0);

    /// <summary>
    /// 2^n for an integer n that a normal number's exponent can hold: the rounder's low bits are moved into the exponent.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> PowerOfTwo<T>(Vector512<T> n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? Vector512.ShiftLeft((n.AsSingle() + Vector512.Create(12_582_912f + 127)).AsInt32(), 23).As<int, T>()
            : Vector512.ShiftLeft((n.AsDouble() + Vector512.Create(6_755_399_441_055_744.0 + 1023)).AsInt64(), 52).As<long, T>();

    /// <summary>The magnitude of one number with the sign of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> WithSign<T>(Vector512<T> magnitude, Vector512<T> sign)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => magnitude | (sign & Lanes.Broadcast<T>(-0.0));

    /// <summary>x, but at least <paramref name="low"/> and at most <paramref name="high"/>; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Within<T>(Vector512<T> x, double low, double high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> lowest = Lanes.Broadcast<T>(low), highest = Lanes.Broadcast<T>(high);
        if (Avx512F.IsSupported)
        {
            // One instruction for each bound, which gives its second operand where either is NaN.
            return typeof(T) == typeof(float)
                ? Avx512F.Min(highest.AsSingle(), Avx512F.Max(lowest.AsSingle(), x.AsSingle())).As<float, T>()
                : Avx512F.Min(highest.AsDouble(), Avx512F.Max(lowest.AsDouble(), x.AsDouble())).As<double, T>();
        }

        var above = Vector512.ConditionalSelect(Vector512.LessThan(x, lowest), lowest, x);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(above, highest), highest, above);
    }

    /// <summary>x, but at least <paramref name="low"/>; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> AtLeast<T>(Vector512<T> x, double low)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lowest = Lanes.Broadcast<T>(low);
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.Max(lowest.AsSingle(), x.AsSingle()).As<float, T>()
                : Avx512F.Max(lowest.AsDouble(), x.AsDouble()).As<double, T>();
        }

        return Vector512.ConditionalSelect(Vector512.LessThan(x, lowest), lowest, x);
    }

    /// <summary>y 2^n, rounded once, for an integer n whose half a normal number's exponent can hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Scale<T>(Vector512<T> y, Vector512<T> n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.Scale(y.AsSingle(), n.AsSingle()).As<float, T>()
                : Avx512F.Scale(y.AsDouble(), n.AsDouble()).As<double, T>();
        }

        var half = Lanes.MultiplyAdd(n, Lanes.Broadcast<T>(0.5), Rounder<T>()) - Rounder<T>();
        return y * PowerOfTwo(half) * PowerOfTwo(n - half);
    }
}
