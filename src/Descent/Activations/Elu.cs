using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x where x > 0, else alpha (exp(x) - 1). Derivative 1 where x > 0, else alpha exp(x); at x = 0 it is alpha.</summary>
/// <param name="alpha">The value far below 0 is -alpha.</param>
public readonly struct EluFunction(double alpha) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "elu";

    /// <summary>The value far below 0 is -alpha.</summary>
    public double Alpha => alpha;

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.WhereGreater(x, 0, x, alpha * (Expression.Exp(x) - 1));

    /// <inheritdoc/>
    public double Reference(double x)
        => x > 0 ? x : alpha * (x > -1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), x, Lanes.Broadcast<T>(alpha) * LanesMath.Expm1(x));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<T>.Zero), Vector512<T>.One, Lanes.Broadcast<T>(alpha) * LanesMath.Exp(x));
}

/// <inheritdoc cref="EluFunction"/>
/// <remarks>
/// Source: Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, ICLR 2016.
/// </remarks>
/// <param name="alpha">The value far below 0 is -alpha.</param>
public sealed class Elu(double alpha = 1) : ElementwiseActivation<EluFunction>(new(alpha))
{
    /// <summary>How elu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "elu",
        Summary = "Relu with a smooth tail that goes to -alpha, so that outputs have a mean near 0.",
        Expression = new EluFunction(1).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("alpha", OptionKind.Number, "the value far below 0 is -alpha", "1")
            {
                Minimum = 0, AboveMinimum = true, Positional = true,
            },
        ],
        Range = "(-alpha, infinity)",
        Source = "Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, ICLR 2016",
        Caveats = "Differentiable at 0 only for alpha = 1; otherwise alpha is used there. Saturates far below 0.",
        Create = options => _ => new Elu(options.Number("alpha")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"elu {Function.Alpha}");
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="EluFunction"/>
    /// <param name="alpha">The value far below 0 is -alpha.</param>
    public Tensor Elu(double alpha = 1) => Map(new EluFunction(alpha));
}
