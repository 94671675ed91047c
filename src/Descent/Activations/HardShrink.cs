using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x where |x| > lambda, else 0. Derivative 1 where |x| > lambda, else 0; at both jumps it is 0.</summary>
/// <param name="lambda">The largest size that becomes 0; not below 0.</param>
public readonly struct HardShrinkFunction(double lambda) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "hard-shrink";

    /// <summary>The largest size that becomes 0.</summary>
    public double Lambda => lambda;

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.WhereGreater(Expression.Abs(x), lambda, x, 0);

    /// <inheritdoc/>
    public double Reference(double x) => Math.Abs(x) <= lambda ? 0 : x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.AndNot(x, Vector512.LessThanOrEqual(Vector512.Abs(x), Lanes.Broadcast<T>(lambda)));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.AndNot(Vector512<T>.One, Vector512.Equals(y, Vector512<T>.Zero));
}

/// <inheritdoc cref="HardShrinkFunction"/>
/// <remarks>Source: Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, 1994.</remarks>
/// <param name="lambda">The largest size that becomes 0; not below 0.</param>
/// <exception cref="SpecificationException">lambda is below 0.</exception>
public sealed class HardShrink(double lambda = 0.5)
    : ElementwiseActivation<HardShrinkFunction>(new(Hyperparameter.NotNegative(lambda, "lambda of hard-shrink", "0.5")))
{
    /// <summary>How hard-shrink describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "hard-shrink",
        Aliases = ["hard-threshold"],
        Summary = "Drops small numbers and keeps the others as they are: denoising that does not shrink what stays.",
        Expression = new HardShrinkFunction(0.5).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("lambda", OptionKind.Number, "the largest size that becomes 0", "0.5")
            {
                Aliases = ["lambd"], Minimum = 0, Positional = true,
            },
        ],
        Range = "(-infinity, -lambda), 0 and (lambda, infinity)",
        Source = "Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81, 1994",
        Caveats = "Jumps at -lambda and lambda, where the derivative used is 0; no gradient between them.",
        Create = options => _ => new HardShrink(options.Number("lambda")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"hard-shrink {Function.Lambda}");
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="HardShrinkFunction"/>
    /// <param name="lambda">The largest size that becomes 0; not below 0.</param>
    /// <exception cref="SpecificationException">lambda is below 0.</exception>
    public Tensor HardShrink(double lambda = 0.5)
        => Map(new HardShrinkFunction(Hyperparameter.NotNegative(lambda, "lambda of hard-shrink", "0.5")));
}
