using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>x / (1 + |x|), and -1 and 1 at the infinities. Derivative 1 / (1 + |x|)^2.</summary>
public readonly struct SoftsignFunction : IElementwiseFunction
{
    // From here on the quotient is 1 in either type.
    private const double Bound = 1e30;

    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "softsign";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        // A quotient's second derivative would divide by a fourth power, which overflows early.
        return x * Expression.Power(1 + Expression.Abs(x), -1);
    }

    /// <inheritdoc/>
    public double Reference(double x) => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x));

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bounded = Vector512.Min(Vector512.Max(x, Lanes.Broadcast<T>(-Bound)), Lanes.Broadcast<T>(Bound));
        return bounded / (Vector512<T>.One + Vector512.Abs(bounded));
    }

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var root = Vector512<T>.One / (Vector512<T>.One + Vector512.Abs(x));
        return root * root;
    }
}

/// <inheritdoc cref="SoftsignFunction"/>
/// <remarks>Source: Bergstra, Desjardins, Lamblin and Bengio, Quadratic polynomials learn better image features, 2009.</remarks>
public sealed class Softsign() : ElementwiseActivation<SoftsignFunction>(default)
{
    /// <summary>How softsign describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "softsign",
        Summary = "Much like tanh, but it comes near its bounds slowly, so gradients vanish later; needs no exponential.",
        Expression = default(SoftsignFunction).Formula(Expression.Variable("x")),
        Range = "(-1, 1)",
        Source = "Bergstra, Desjardins, Lamblin and Bengio, Quadratic polynomials learn better image features, 2009",
        Caveats = "Saturates, though only as 1/x^2. The second derivative jumps at 0.",
        Create = _ => _ => new Softsign(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="SoftsignFunction"/>
    public Tensor Softsign() => Map(default(SoftsignFunction));
}
