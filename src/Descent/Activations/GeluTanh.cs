using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// x (1 + tanh(u)) / 2 = x s with u = sqrt(2/pi) (x + 0.044715 x^3) and s = sigmoid(2 u): gelu to three digits. Derivative
/// s + 2 x s (1 - s) u'.
/// </summary>
public readonly struct GeluTanhFunction : IElementwiseFunction
{
    private const double Cube = 0.044715;
    private const double Twice = 1.5957691216057308;

    /// <inheritdoc/>
    public string Name => "gelu-tanh";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * (0.5 * (1.0 + Expression.Tanh(Math.Sqrt(2 / Math.PI) * (x + (Cube * Expression.Power(x, 3))))));
    }

    /// <inheritdoc/>
    public double Reference(double x) => x * default(SigmoidFunction).Reference(2 * Math.Sqrt(2 / Math.PI) * (x + (Cube * x * x * x)));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x * Share(x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var share = Share(x);
        var slope = share * (Vector512<T>.One - share);
        var inner = Lanes.MultiplyAdd(x * x, Lanes.Broadcast<T>(3 * Cube * Twice), Lanes.Broadcast<T>(Twice));

        // Far out the slope is 0 and the inner derivative may overflow.
        var product = Vector512.ConditionalSelect(Vector512.Equals(slope, Vector512<T>.Zero), Vector512<T>.Zero, x * slope * inner);
        return share + product;
    }

    private static Vector512<T> Share<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factor = Lanes.MultiplyAdd(x * x, Lanes.Broadcast<T>(Cube * Twice), Lanes.Broadcast<T>(Twice));
        return LanesMath.Sigmoid(x * factor);
    }
}

/// <summary>Gelu by a hyperbolic tangent.</summary>
/// <remarks>Source: Hendrycks and Gimpel, Gaussian error linear units, 2016.</remarks>
public sealed class GeluTanh() : ElementwiseActivation<GeluTanhFunction>(default)
{
    /// <summary>How gelu-tanh describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "gelu-tanh",
        Summary = "Gelu to three digits by a hyperbolic tangent, as many published models were trained with it.",
        Expression = default(GeluTanhFunction).Formula(Expression.Variable("x")),
        Range = "[-0.1700.., infinity)",
        Source = "Hendrycks and Gimpel, Gaussian error linear units, 2016",
        Caveats = "Not monotonic: the minimum is at x = -0.7524... NaN at -infinity. Use gelu unless weights come from elsewhere.",
        Create = _ => _ => new GeluTanh(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="GeluTanhFunction"/>
    public Tensor GeluTanh() => Map(default(GeluTanhFunction));
}
