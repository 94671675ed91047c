using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>
/// The vocabulary of every kernel: bodies are written once, on <see cref="Vector512{T}"/>, which is 16 logical lanes of float or 8 of double.
/// The runtime lowers it to one 512-bit, two 256-bit or four 128-bit registers, or to scalars, so a result has the same bits at every width.
/// </summary>
public static class Lanes
{
    /// <summary>a * b + c with a single rounding, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float))
        {
            return Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }

        // Asked for here, not behind a property: only so does the JIT drop the branch before it counts what a kernel keeps in registers.
        if (Sse41.IsSupported && !Fma.IsSupported)
        {
            return EmulatedMultiplyAdd.MultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        }

        return Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
    }

    /// <summary>The value in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Create(T.CreateTruncating(value));
}
