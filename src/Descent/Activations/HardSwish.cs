using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// x (x + 3) / 6 for x in (-3, 3), x above, 0 below. Derivative (2 x + 3) / 6 inside, 1 from the kink at 3 on, 0 up to that at -3.
/// </summary>
public readonly struct HardSwishFunction : IElementwiseFunction
{
    /// <inheritdoc/>
    public static bool DerivativeReadsOutput => false;

    /// <inheritdoc/>
    public string Name => "hard-swish";

    /// <inheritdoc/>
    public Expression Formula(Expression x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Expression.WhereAtLeast(x, 3, x, Expression.WhereGreater(x, -3, x * (x + 3) / 6, 0));
    }

    /// <inheritdoc/>
    public double Reference(double x) => x >= 3 ? x : x <= -3 ? 0 : x * (x + 3) / 6;

    /// <inheritdoc/>
    public Vector512<T> Forward<T>(Vector512<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var three = Lanes.Broadcast<T>(3);
        var inside = x * ((x + three) * Lanes.Broadcast<T>(1.0 / 6));
        return Outside(x, x, Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, -three), Vector512<T>.Zero, inside));
    }

    /// <inheritdoc/>
    public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inside = Lanes.MultiplyAdd(x, Lanes.Broadcast<T>(1.0 / 3), Lanes.Broadcast<T>(0.5));
        return Outside(x, Vector512<T>.One, Vector512.GreaterThan(x, Lanes.Broadcast<T>(-3)) & inside);
    }

    private static Vector512<T> Outside<T>(Vector512<T> x, Vector512<T> above, Vector512<T> otherwise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Lanes.Broadcast<T>(3)), above, otherwise);
}

/// <inheritdoc cref="HardSwishFunction"/>
/// <remarks>Source: Howard et al., Searching for MobileNetV3, ICCV 2019.</remarks>
public sealed class HardSwish() : ElementwiseActivation<HardSwishFunction>(default)
{
    /// <summary>How hard-swish describes itself.</summary>
    public static Definition<LayerFactory> Definition { get; } = new()
    {
        Kind = ConceptKind.Activation,
        Name = "hard-swish",
        Summary = "Swish with a hard sigmoid: nearly as good and without an exponential, for small devices.",
        Expression = default(HardSwishFunction).Formula(Expression.Variable("x")),
        Range = "[-0.375, infinity)",
        Source = "Howard et al., Searching for MobileNetV3, ICCV 2019",
        Caveats = "Not monotonic: the minimum is at x = -1.5. Not differentiable at -3, where 0 is used, and 3, where 1 is.",
        Create = _ => _ => new HardSwish(),
    };
}

public sealed partial class Tensor
{
    /// <inheritdoc cref="HardSwishFunction"/>
    public Tensor HardSwish() => Map(default(HardSwishFunction));
}
