using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// x where x > 0, else alpha (exp(x / alpha) - 1). Derivative 1 where x > 0, else exp(x / alpha): 1 at x = 0 from both sides.
/// </summary>
/// <param name="alpha">The value far below 0 is -alpha.</param>
public readonly struct CeluFunction(double alpha) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "celu";

    /// <summary>The value far below 0 is -alpha.</summary>
    public double Alpha => alpha;

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Expression.WhereGreater(x, 0, x, alpha * (Expression.Exp(x / alpha) - 1));
    }

    /// <inheritdoc/>
    public double Reference(double x) => x > 0 ? x : alpha * new EluFunction(1).Reference(x / alpha);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero),
            x,
            Lanes.Broadcast<T>(alpha) * LanesMath.Expm1(x * Lanes.Broadcast<T>(1 / alpha)));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero), Vector512<T>.One, LanesMath.Exp(x * Lanes.Broadcast<T>(1 / alpha)));
}

/// <inheritdoc cref="CeluFunction"/>
/// <remarks>Source: Barron, Continuously differentiable exponential linear units, 2017.</remarks>
/// <param name="alpha">The value far below 0 is -alpha.</param>
/// <exception cref="SpecificationException">alpha is not above 0.</exception>
public sealed class Celu(double alpha = 1)
    : ElementwiseActivation<CeluFunction>(new(Hyperparameter.Positive(alpha, "alpha of celu", "1")))
{
    /// <summary>How celu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "celu",
        Summary = "Elu without a kink for any alpha: the exponential is stretched as much as it is scaled.",
        Expression = new CeluFunction(1).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("alpha", OptionKind.Number, "the value far below 0 is -alpha", "1")
            {
                Minimum = 0, AboveMinimum = true, Positional = true,
            },
        ],
        Range = "(-alpha, infinity)",
        Source = "Barron, Continuously differentiable exponential linear units, 2017",
        Caveats = "The second derivative jumps at 0. Saturates far below 0.",
        Create = options => _ => new Celu(options.Number("alpha")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"celu {Function.Alpha}");
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="CeluFunction"/>
    /// <param name="alpha">The value far below 0 is -alpha; above 0.</param>
    /// <exception cref="SpecificationException">alpha is not above 0.</exception>
    public Tensor Celu(double alpha = 1) => Map(new CeluFunction(Hyperparameter.Positive(alpha, "alpha of celu", "1")));
}
