using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// x moved towards 0 by lambda and 0 where |x| is at most that: sign(x) max(|x| - lambda, 0). Derivative 1 where |x| > lambda, else 0;
/// at both kinks it is 0.
/// </summary>
/// <param name="lambda">How far; not below 0.</param>
public readonly struct SoftShrinkFunction(double lambda) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public string Name => "soft-shrink";

    /// <summary>How far numbers move towards 0.</summary>
    public double Lambda => lambda;

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Expression.WhereGreater(x, lambda, x - lambda, Expression.WhereGreater(-lambda, x, x + lambda, 0));
    }

    /// <inheritdoc/>
    public double Reference(double x) => double.IsNaN(x) ? x : Math.Sign(x) * Math.Max(Math.Abs(x) - lambda, 0);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => x - Vector512.Min(Vector512.Max(x, Lanes.Broadcast<T>(-lambda)), Lanes.Broadcast<T>(lambda));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.AndNot(Vector512<T>.One, Vector512.Equals(y, Vector512<T>.Zero));
}

/// <inheritdoc cref="SoftShrinkFunction"/>
/// <remarks>Source: Donoho, De-noising by soft-thresholding, 1995.</remarks>
/// <param name="lambda">How far; not below 0.</param>
/// <exception cref="SpecificationException">lambda is below 0.</exception>
public sealed class SoftShrink(double lambda = 0.5)
    : ElementwiseActivation<SoftShrinkFunction>(new(Hyperparameter.NotNegative(lambda, "lambda of soft-shrink", "0.5")))
{
    /// <summary>How soft-shrink describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "soft-shrink",
        Aliases = ["soft-threshold"],
        Summary = "Moves every number towards 0 and stops small ones there: the step of sparse coding and of denoising.",
        Expression = new SoftShrinkFunction(0.5).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("lambda", OptionKind.Number, "how far numbers move towards 0", "0.5")
            {
                Aliases = ["lambd"], Minimum = 0, Positional = true,
            },
        ],
        Range = "(-infinity, infinity)",
        Source = "Donoho, De-noising by soft-thresholding, IEEE Transactions on Information Theory 41, 1995",
        Caveats = "Not differentiable at -lambda and lambda, where 0 is used; no gradient between them.",
        Create = options => _ => new SoftShrink(options.Number("lambda")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"soft-shrink {Function.Lambda}");
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="SoftShrinkFunction"/>
    /// <param name="lambda">How far; not below 0.</param>
    /// <exception cref="SpecificationException">lambda is below 0.</exception>
    public Tensor SoftShrink(double lambda = 0.5)
        => Map(new SoftShrinkFunction(Hyperparameter.NotNegative(lambda, "lambda of soft-shrink", "0.5")));
}
