using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x where x > threshold, else a value. Derivative 1 where x > threshold, else 0; at the threshold it is 0.</summary>
/// <param name="threshold">What x must be above to pass.</param>
/// <param name="value">What stands for the rest.</param>
public readonly struct ThresholdFunction(double threshold, double value) : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "threshold";

    /// <summary>What x must be above to pass.</summary>
    public double Limit => threshold;

    /// <summary>What stands for the rest.</summary>
    public double Value => value;

    /// <inheritdoc/>
    public Expression Formula(Expression x) => Expression.WhereGreater(x, threshold, x, value);

    /// <inheritdoc/>
    public double Reference(double x) => x <= threshold ? value : x;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(x, Lanes.Broadcast<T>(threshold)), Lanes.Broadcast<T>(value), x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.GreaterThan(x, Lanes.Broadcast<T>(threshold)) & Vector512<T>.One;
}

/// <inheritdoc cref="ThresholdFunction"/>
/// <remarks>Source: Konda, Memisevic and Krueger, Zero-bias autoencoders and the benefits of co-adapting features, ICLR 2015.</remarks>
/// <param name="threshold">What x must be above to pass.</param>
/// <param name="value">What stands for the rest.</param>
public sealed class Threshold(double threshold = 0, double value = 0) : ElementwiseActivation<ThresholdFunction>(new(threshold, value))
{
    /// <summary>How threshold describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "threshold",
        Aliases = ["thresholded-relu", "truncated-rectified"],
        Summary = "Passes what is above a threshold and puts a value in place of the rest; relu is the case of 0 and 0.",
        Expression = new ThresholdFunction(1, 0).Formula(Expression.Variable("x")),
        Options =
        [
            new Option("threshold", OptionKind.Number, "what a number must be above to pass", "0")
            {
                Aliases = ["theta"], Positional = true,
            },
            new Option("value", OptionKind.Number, "what stands for the rest", "0") { Positional = true },
        ],
        Range = "(threshold, infinity) and the value",
        Source = "Konda, Memisevic and Krueger, Zero-bias autoencoders and the benefits of co-adapting features, ICLR 2015",
        Caveats = "Jumps at the threshold unless the value is equal to it; the derivative used there is 0. Units can die as those of relu.",
        Create = options => _ => new Threshold(options.Number("threshold"), options.Number("value")),
    };

    /// <inheritdoc/>
    public override string Describe() => FormattableString.Invariant($"threshold {Function.Limit} {Function.Value}");
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="ThresholdFunction"/>
    /// <param name="threshold">What x must be above to pass.</param>
    /// <param name="value">What stands for the rest.</param>
    public Tensor Threshold(double threshold, double value) => Map(new ThresholdFunction(threshold, value));
}
