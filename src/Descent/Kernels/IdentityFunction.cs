using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>x itself: where a kernel could apply a function and none is wanted.</summary>
internal readonly struct IdentityFunction : IUnaryFunction
{
    public static bool DerivativeReadsInput => false;

    public static bool DerivativeReadsOutput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.One;
}
