using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>(x + 3) / 6 held within [0, 1]. Derivative 1/6 strictly between -3 and 3, 0 beyond and at both kinks.</summary>
public readonly struct HardSigmoidFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "hard-sigmoid";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Expression.WhereGreater(x, -3, Expression.WhereGreater(3, x, (x + 3) / 6, 1), 0);
    }

    /// <inheritdoc/>
    public double Reference(double x) => double.IsNaN(x) ? x : Math.Clamp((x + 3) / 6, 0, 1);

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.Min(
            Vector512.Max((x + Lanes.Broadcast<T>(3)) * Lanes.Broadcast<T>(1.0 / 6), Vector512<T>.Zero), Vector512<T>.One);

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.LessThan(Vector512.Abs(x), Lanes.Broadcast<T>(3)) & Lanes.Broadcast<T>(1.0 / 6);
}

/// <inheritdoc cref="HardSigmoidFunction"/>
/// <remarks>
/// Source: Courbariaux, Bengio and David, BinaryConnect, NIPS 2015; this slope: Howard et al., Searching for MobileNetV3, 2019.
/// </remarks>
public sealed class HardSigmoid() : ElementwiseActivation<HardSigmoidFunction>(default)
{
    /// <summary>How hard-sigmoid describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "hard-sigmoid",
        Summary = "Sigmoid in straight lines: cheap gates for small devices.",
        Expression = default(HardSigmoidFunction).Formula(Expression.Variable("x")),
        Range = "[0, 1]",
        Source = "Courbariaux, Bengio and David, BinaryConnect, NIPS 2015; this slope: Howard et al., Searching for MobileNetV3, 2019",
        Caveats = "The slope is 1/6 as in PyTorch, not the 0.2 of older libraries. Not differentiable at -3 and 3, where 0 is used; no "
            + "gradient at all beyond.",
        Create = _ => _ => new HardSigmoid(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="HardSigmoidFunction"/>
    public Tensor HardSigmoid() => Map(default(HardSigmoidFunction));
}
