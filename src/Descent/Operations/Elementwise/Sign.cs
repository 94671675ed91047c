using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>-1, 0 or 1. Derivative 0 everywhere.</summary>
public readonly struct SignFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "sign";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Sign(x);

    /// <inheritdoc/>
    public double Reference(double x) => double.IsNaN(x) ? double.NaN : Math.Sign(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Of(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Of<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero),
            Vector512<T>.One,
            Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), -Vector512<T>.One, x));
}

public sealed partial class Tensor
{
    /// <summary>-1, 0 or 1. Derivative 0 everywhere.</summary>
    public Tensor Sign() => Map(default(SignFunction));
}
