using System.Numerics;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>Gradients after clipping.</summary>
/// <param name="Gradients">The gradients to step with, in their order; the given tensors themselves where nothing was clipped.</param>
/// <param name="Norm">The norm of all gradients together before clipping.</param>
public readonly record struct ClippedGradients(IReadOnlyList<Tensor> Gradients, double Norm);

/// <summary>
/// Bounds gradients before an optimizer's step, against explosions. Numbers that are not finite are never clipped away: they are
/// reported.
/// </summary>
/// <remarks>Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013.</remarks>
/// <example><c>optimizer.Step(parameters, GradientClipping.ByNorm(1).Apply(gradients).Gradients)</c></example>
public sealed class GradientClipping
{
    // Keeps the quotient finite at a norm of 0, as PyTorch has it.
    private const double NormOffset = 1e-6;

    private readonly double maximum;
    private readonly double order;
    private readonly bool byValue;

    private GradientClipping(double maximum, double order, bool byValue)
    {
        this.maximum = Hyperparameter.Positive(maximum, "largest " + (byValue ? "value" : "norm") + " of gradients", "1");
        this.order = order > 0
            ? order
            : throw new SpecificationException(
                FormattableString.Invariant($"The order of a norm must be above 0 (infinity is allowed), not {order}; 2 is usual."));
        this.byValue = byValue;
    }

    /// <summary>All gradients together times min(1, maximum / (norm + 1e-6)): the direction is kept.</summary>
    /// <param name="maximum">The largest norm.</param>
    /// <param name="order">The norm's order: 2, 1, infinity or any number above 0.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public static GradientClipping ByNorm(double maximum, double order = 2) => new(maximum, order, byValue: false);

    /// <summary>Each element into [-maximum, maximum]: the direction may change.</summary>
    /// <param name="maximum">The largest element in size.</param>
    /// <exception cref="SpecificationException">The maximum is not above 0.</exception>
    public static GradientClipping ByValue(double maximum) => new(maximum, 2, byValue: true);

    /// <summary>Clips gradients; the given tensors stay as they are.</summary>
    /// <param name="gradients">The gradients of all parameters.</param>
    /// <exception cref="NonFiniteException">A gradient holds NaN or an infinity; the message says which.</exception>
    public ClippedGradients Apply(IReadOnlyList<Tensor> gradients)
    {
        var norm = FiniteNorm(gradients);
        if (byValue)
        {
            return new ClippedGradients(gradients.Select(gradient => gradient.Clamp(-maximum, maximum)).ToArray(), norm);
        }

        var scale = maximum / (norm + NormOffset);
        return new ClippedGradients(scale < 1 ? gradients.Select(gradient => gradient * scale).ToArray() : gradients, norm);
    }

    /// <summary>Clips gradients in their own memory, to the bits of <see cref="Apply"/>, and gives the norm before; allocates nothing.</summary>
    /// <exception cref="NonFiniteException">A gradient holds NaN or an infinity; nothing was changed.</exception>
    internal double ApplyInPlace(IReadOnlyList<Tensor> gradients)
    {
        var norm = FiniteNorm(gradients);
        var scale = maximum / (norm + NormOffset);
        for (var i = 0; i < gradients.Count && (byValue || scale < 1); i++)
        {
            if (byValue)
            {
                Change(gradients[i], new ClampFunction(-maximum, maximum));
            }
            else
            {
                Change(gradients[i], new ScaleFunction(scale));
            }
        }

        return norm;
    }

    private static void Change<TFunction>(Tensor gradient, TFunction function)
        where TFunction : struct, IUnaryFunction
    {
        gradient.Storage.MarkChanged();
        if (gradient.Type == ElementType.Float32)
        {
            Elementwise.Map(function, gradient.Span<float>(), gradient.Span<float>());
        }
        else
        {
            Elementwise.Map(function, gradient.Span<double>(), gradient.Span<double>());
        }

        GC.KeepAlive(gradient);
    }

    private double FiniteNorm(IReadOnlyList<Tensor> gradients)
    {
        var norm = GradientNorm.Of(gradients, order);
        return double.IsFinite(norm) ? norm : throw GradientNorm.NotFinite(gradients);
    }

    private readonly struct ScaleFunction(double scale) : IUnaryFunction
    {
        public Vector512<T> Forward<T>(Vector512<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => x * Lanes.Broadcast<T>(scale);

        public Vector512<T> Derivative<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => Lanes.Broadcast<T>(scale);
    }
}
