using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x where x > 0, else slope x. Derivative 1 where x > 0, else the slope; at the kink x = 0 it is the slope.</summary>
/// <param name="slope">The slope below 0.</param>
public readonly struct LeakyReluFunction(double slope) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "leaky-relu";

    /// <summary>The slope below 0.</summary>
    public double Slope => slope;

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Expression.WhereGreater(x, 0, x, slope * x);
    }

    /// <inheritdoc/>
    public double Reference(double x) => x > 0 ? x : slope * x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), x, x * Lanes.Broadcast<T>(slope));

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), Vector512<T>.One, Lanes.Broadcast<T>(slope));
}

/// <inheritdoc cref="LeakyReluFunction"/>
/// <remarks>Source: Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013.</remarks>
/// <param name="slope">The slope below 0.</param>
public sealed class LeakyRelu(double slope = 0.01) : ElementwiseActivation<LeakyReluFunction>(new(slope))
{
    /// <summary>How leaky-relu describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "leaky-relu",
        Aliases = ["lrelu"],
        Summary = "Relu with a small slope below 0, so that no unit can die.",
        Expression = new LeakyReluFunction(0.01).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("slope", OptionKind.Number, "the slope below 0", "0.01")
            {
                Aliases = ["alpha", "negative-slope"], Positional = true,
            },
        ],
        Range = "(-infinity, infinity)",
        Source = "Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, ICML workshop 2013",
        Caveats = "Not differentiable at 0, where the slope is used.",
        Create = options => _ => new LeakyRelu(options.Number("slope")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"leaky-relu {Function.Slope}");
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="LeakyReluFunction"/>
    /// <param name="slope">The slope below 0.</param>
    public Tensor LeakyRelu(double slope = 0.01) => Map(new LeakyReluFunction(slope));
}
