using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x to a constant power p, as exp(p log x) where p is no small whole number, so NaN for negative x there. Derivative p x^(p-1).</summary>
public readonly struct PowerFunction(double exponent) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "power";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.Power(x, exponent);

    /// <inheritdoc/>
    public double Reference(double x) => x < 0 && !IsProduct(exponent) ? double.NaN : Math.Pow(x, exponent);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Raise(x, exponent);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => exponent == 0 ? Vector512<T>.Zero : Lanes.Broadcast<T>(exponent) * Raise(x, exponent - 1);

    /// <summary>Whether x is multiplied with itself, which knows negative x.</summary>
    private static bool IsProduct(double exponent) => exponent == Math.Round(exponent) && Math.Abs(exponent) <= 32;

    private static Vector512<T> Raise<T>(Vector512<T> x, double exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Math.Abs(exponent) is 0.5)
        {
            var root = Vector512.Sqrt(x);
            return exponent > 0 ? root : Vector512<T>.One / root;
        }

        if (!IsProduct(exponent))
        {
            return LanesMath.Exp(Lanes.Broadcast<T>(exponent) * LanesMath.Log(x));
        }

        var result = Vector512<T>.One;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            result *= x;
        }

        return exponent < 0 ? Vector512<T>.One / result : result;
    }
}

public sealed partial class Tensor
{
    /// <summary>Each element to a constant power.</summary>
    /// <inheritdoc cref="PowerFunction"/>
    public Tensor Power(double exponent) => Map(new PowerFunction(exponent));
}
