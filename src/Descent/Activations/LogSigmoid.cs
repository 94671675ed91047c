using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>log(1 / (1 + exp(-x))) = -softplus(-x), without underflow. Derivative sigmoid(-x).</summary>
public readonly struct LogSigmoidFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "log-sigmoid";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return -Expression.Softplus(-x);
    }

    /// <inheritdoc/>
    public double Reference(double x) => -default(SoftplusFunction).Reference(-x);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => -LanesMath.Softplus(-x);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => LanesMath.Sigmoid(-x);
}

/// <inheritdoc cref="LogSigmoidFunction"/>
/// <remarks>Source: Goodfellow, Bengio and Courville, Deep Learning, section 3.10, 2016.</remarks>
public sealed class LogSigmoid() : ElementwiseActivation<LogSigmoidFunction>(default)
{
    /// <summary>How log-sigmoid describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "log-sigmoid",
        Summary = "The logarithm of the probability that a logit stands for, computed without underflow.",
        Expression = default(LogSigmoidFunction).Formula(Expression.Variable("x")),
        Expects = "logits",
        Range = "(-infinity, 0]",
        Source = "Goodfellow, Bengio and Courville, Deep Learning, section 3.10, 2016",
        Caveats = "Not before binary cross-entropy, which takes logits. Far below 0 it is x, far above it is 0.",
        Create = _ => _ => new LogSigmoid(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="LogSigmoidFunction"/>
    public Tensor LogSigmoid() => Map(default(LogSigmoidFunction));
}
