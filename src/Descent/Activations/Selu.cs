using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// scale x where x > 0, else scale alpha (exp(x) - 1), with scale = 1.0507.. and alpha = 1.6733.. Derivative scale where x > 0, else
/// scale alpha exp(x); at x = 0 it is scale alpha = 1.758..
/// </summary>
public readonly struct SeluFunction : IElementwiseFunction
{
    /// <summary>With this and the other constant mean 0 and variance 1 are a fixed point.</summary>
    public const double Alpha = 1.6732632423543772;

    /// <summary>The slope above 0.</summary>
    public const double Scale = 1.0507009873554805;

    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "selu";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Expression.WhereGreater(x, 0, Scale * x, Scale * Alpha * (Expression.Exp(x) - 1));
    }

    /// <inheritdoc/>
    public double Reference(double x) => Scale * new EluFunction(Alpha).Reference(x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero),
            x * Lanes.Broadcast<T>(Scale),
            Lanes.Broadcast<T>(Scale * Alpha) * LanesMath.Expm1(x));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero),
            Lanes.Broadcast<T>(Scale),
            Lanes.Broadcast<T>(Scale * Alpha) * LanesMath.Exp(x));
}

/// <inheritdoc cref="SeluFunction"/>
/// <remarks>Source: Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NIPS 2017.</remarks>
public sealed class Selu() : ElementwiseActivation<SeluFunction>(default)
{
    /// <summary>How selu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "selu",
        Summary = "Elu scaled so that outputs drift to mean 0 and variance 1 by themselves, for deep networks without normalisation.",
        Expression = default(SeluFunction).Formula(Expression.Variable("x")),
        Range = "(-1.758.., infinity)",
        Source = "Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NIPS 2017",
        Caveats = "Not differentiable at 0, where the slope from below, 1.758.., is used. Normalises itself only with inputs of mean 0 and "
            + "variance 1, lecun initialisation and no plain dropout.",
        Create = _ => _ => new Selu(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="SeluFunction"/>
    public Tensor Selu() => Map(default(SeluFunction));
}
