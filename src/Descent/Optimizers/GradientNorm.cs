using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>The norm of all gradients together, as if they were one vector.</summary>
public static class GradientNorm
{
    // Below this, squares of floats may have vanished.
    private const double SmallestPlain = 1e-12;

    /// <summary>(sum of abs g^order)^(1/order) over all elements; the largest abs g where the order is infinite.</summary>
    /// <remarks>
    /// Added in a fixed order, so its bits do not depend on threads. Squares that overflow or vanish do not spoil it. NaN where an
    /// element is NaN.
    /// </remarks>
    /// <param name="gradients">The gradients, of floating types.</param>
    /// <param name="order">The order, above 0.</param>
    public static double Of(IReadOnlyList<Tensor> gradients, double order = 2)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (order == 2)
        {
            var sum = 0.0;
            for (var i = 0; i < gradients.Count; i++)
            {
                sum += SumOfSquares(gradients[i]);
            }

            var norm = Math.Sqrt(sum);
            if (norm > SmallestPlain && double.IsFinite(norm))
            {
                return norm;
            }
        }

        var largest = 0.0;
        for (var i = 0; i < gradients.Count; i++)
        {
            largest = Math.Max(largest, gradients[i].Type == ElementType.Float32 ? Largest<float>(gradients[i]) : Largest<double>(gradients[i]));
        }

        return double.IsInfinity(order) || largest == 0 || !double.IsFinite(largest) ? largest : Scaled(gradients, order, largest);
    }

    /// <summary>What to say about gradients whose norm is not finite: the first element that is to blame.</summary>
    internal static NonFiniteException NotFinite(IReadOnlyList<Tensor> gradients)
    {
        for (var i = 0; i < gradients.Count; i++)
        {
            var values = gradients[i].ToDoubles();
            var place = Array.FindIndex(values, value => !double.IsFinite(value));
            if (place >= 0)
            {
                return new NonFiniteException(FormattableString.Invariant(
                    $"Gradient {i} (shape {gradients[i].Shape}) holds {values[place]} at element {place}: clipping cannot mend it. ")
                    + "Lower the learning rate, check the data, or look for a logarithm or a division near 0.");
            }
        }

        return new NonFiniteException("The norm of the gradients is too large for a number of 64 bits: lower the learning rate.");
    }

    private static double Scaled(IReadOnlyList<Tensor> gradients, double order, double largest)
    {
        var sum = 0.0;
        for (var i = 0; i < gradients.Count; i++)
        {
            sum = gradients[i].Type == ElementType.Float32
                ? AddPowers<float>(gradients[i], order, largest, sum)
                : AddPowers<double>(gradients[i], order, largest, sum);
        }

        return largest * PortableMath.Power(sum, 1 / order);
    }

    private static double Largest<T>(Tensor gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = 0.0;
        foreach (var value in gradient.Span<T>())
        {
            largest = Math.Max(largest, Math.Abs(double.CreateChecked(value)));
        }

        GC.KeepAlive(gradient);
        return largest;
    }

    private static double AddPowers<T>(Tensor gradient, double order, double largest, double sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var element in gradient.Span<T>())
        {
            var value = double.CreateChecked(element);
            sum += value == 0 ? 0 : PortableMath.Power(Math.Abs(value) / largest, order);
        }

        GC.KeepAlive(gradient);
        return sum;
    }

    private static double SumOfSquares(Tensor gradient)
        => gradient.Type == ElementType.Float32 ? SumOfSquares<float>(gradient) : SumOfSquares<double>(gradient);

    private static double SumOfSquares<T>(Tensor gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> sum = stackalloc T[1];
        Reductions.SumOfSquares<T>(gradient.Span<T>(), 1, gradient.Count, 1, sum);
        GC.KeepAlive(gradient);
        return double.CreateChecked(sum[0]);
    }
}
