using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// A number that a loop over lanes uses, kept in both floating types. Converted inside the loop it would cost more than its instruction:
/// on x86 a conversion waits for the register's former value, which chains each round to the division of the one before.
/// </summary>
/// <param name="value">The number.</param>
public readonly struct Coefficient(double value)
{
    private readonly double wide = value;
    private readonly float narrow = (float)value;

    /// <summary>The number as a coefficient.</summary>
    public static implicit operator Coefficient(double value) => new(value);

    /// <summary>The number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Lanes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float) ? Vector512.Create(narrow).As<float, T>() : Vector512.Create(wide).As<double, T>();
}
