using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent;

/// <summary>1 where x >= 0, else 0; NaN stays. Derivative 0 everywhere, by convention at the jump too.</summary>
public readonly struct BinaryStepFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsInput => false;

    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "binary-step";

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.WhereAtLeast(x, 0, 1, 0);

    /// <inheritdoc/>
    public double Reference(double x) => double.IsNaN(x) ? x : x >= 0 ? 1 : 0;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.Equals(x, x), Vector512.GreaterThanOrEqual(x, Vector512<T>.Zero) & Vector512<T>.One, x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512<T>.Zero;
}

/// <inheritdoc cref="BinaryStepFunction"/>
/// <remarks>Source: McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity, 1943.</remarks>
public sealed class BinaryStep() : ElementwiseActivation<BinaryStepFunction>(default)
{
    /// <summary>How binary-step describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "binary-step",
        Aliases = ["step", "heaviside", "threshold-unit"],
        Summary = "Fires or not: the threshold unit of the first neuron models. For units with fixed weights or the perceptron's own rule.",
        Expression = default(BinaryStepFunction).Formula(Expression.Variable("x")),
        Range = "{0, 1}",
        Source = "McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity, 1943",
        Caveats = "The derivative is 0 everywhere, so nothing before it can learn by gradient descent.",
        Create = _ => _ => new BinaryStep(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="BinaryStepFunction"/>
    public Tensor BinaryStep() => Map(default(BinaryStepFunction));
}
