using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x tanh(softplus(x)). With s = sigmoid(x) and u = 1 - s the factor is t = s (1 + u) / (1 + u^2); derivative t + 4 x s u^2 / (1 + u^2)^2.</summary>
public readonly struct MishFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "mish";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * Expression.Tanh(Expression.Softplus(x));
    }

    /// <inheritdoc/>
    public double Reference(double x) => x * Math.Tanh(default(SoftplusFunction).Reference(x));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (s, u) = (LanesMath.Sigmoid(x), LanesMath.Sigmoid(-x));
        return x * (s * (Vector512<T>.One + u) / Lanes.MultiplyAdd(u, u, Vector512<T>.One));
    }

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (s, u) = (LanesMath.Sigmoid(x), LanesMath.Sigmoid(-x));
        var divisor = Vector512<T>.One / Lanes.MultiplyAdd(u, u, Vector512<T>.One);
        var twice = (u + u) * divisor;
        return Lanes.MultiplyAdd(x * s, twice * twice, s * (Vector512<T>.One + u) * divisor);
    }
}

/// <summary>x tanh(softplus(x)).</summary>
/// <remarks>Source: Misra, Mish: a self regularized non-monotonic activation function, BMVC 2020.</remarks>
public sealed class Mish() : ElementwiseActivation<MishFunction>(default)
{
    /// <summary>How mish describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "mish",
        Summary = "A smooth relu that dips below 0, much like swish and a little dearer; used in detectors of objects.",
        Expression = default(MishFunction).Formula(Expression.Variable("x")),
        Range = "[-0.3088.., infinity)",
        Source = "Misra, Mish: a self regularized non-monotonic activation function, BMVC 2020",
        Caveats = "Not monotonic: the minimum is at x = -1.1924... NaN at -infinity.",
        Create = _ => _ => new Mish(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="MishFunction"/>
    public Tensor Mish() => Map(default(MishFunction));
}
