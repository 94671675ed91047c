using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x P(x) with P the normal distribution, (1 + erf(x / sqrt 2)) / 2. Derivative P(x) + x p(x), p the normal density.</summary>
public readonly struct GeluFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public string Name => "gelu";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * (0.5 * (1.0 + Expression.Erf(x * Math.Sqrt(0.5))));
    }

    /// <inheritdoc/>
    public double Reference(double x) => x * (0.5 * (1 + PortableMath.Erf(x * Math.Sqrt(0.5))));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x * Distribution(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var density = LanesMath.Exp(x * x * Lanes.Broadcast<T>(-0.5)) * Lanes.Broadcast<T>(0.3989422804014327);
        return Lanes.MultiplyAdd(x, density, Distribution(x));
    }

    // By the complement, so that the left tail keeps its digits.
    private static Vector512<T> Distribution<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Erfc(x * Lanes.Broadcast<T>(-0.7071067811865476)) * Lanes.Broadcast<T>(0.5);
}

/// <summary>x P(x), P the normal distribution.</summary>
/// <remarks>Source: Hendrycks and Gimpel, Gaussian error linear units, 2016.</remarks>
public sealed class Gelu() : ElementwiseActivation<GeluFunction>(default)
{
    /// <summary>How gelu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "gelu",
        Summary = "A smooth relu that weighs a number by the share of the normal distribution below it; the usual choice in transformers.",
        Expression = default(GeluFunction).Formula(Expression.Variable("x")),
        Range = "[-0.1699.., infinity)",
        Source = "Hendrycks and Gimpel, Gaussian error linear units, 2016",
        Caveats = "Not monotonic: the minimum is at x = -0.7517... NaN at -infinity.",
        Create = _ => _ => new Gelu(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="GeluFunction"/>
    public Tensor Gelu() => Map(default(GeluFunction));
}
