using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Reduces the middle axis of [outer, length, inner]. Sums are trees that depend on the shape alone: within a block, lanes in a fixed
/// order; blocks are summed by the same rule again. So errors stay small for long axes, and the bits do not depend on threads.
/// </summary>
public static partial class Reductions
{
    /// <summary>The sum of all elements; 0 for none.</summary>
    public static T SumAll<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> result = stackalloc T[1];
        Sum(x, 1, x.Length, 1, result);
        return result[0];
    }

    /// <summary>result[o, i] = sum over l of x[o, l, i].</summary>
    public static void Sum<T>(ReadOnlySpan<T> x, int outer, int length, int inner, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => SumTerms<T, PlainTerm>(x, outer, length, inner, result);

    /// <summary>result[o, i] = sum over l of x[o, l, i]^2.</summary>
    public static void SumOfSquares<T>(ReadOnlySpan<T> x, int outer, int length, int inner, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => SumTerms<T, SquareTerm>(x, outer, length, inner, result);

    /// <summary>
    /// values[o, i] = max over l of x[o, l, i] and indices[o, i] = the first l where it stands; the first NaN counts as the maximum.
    /// <paramref name="indices"/> may be empty.
    /// </summary>
    public static unsafe void Maximum<T>(ReadOnlySpan<T> x, int outer, int length, int inner, Span<T> values, Span<int> indices)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(outer * length * inner, x.Length, nameof(x));
        Tiling.Same(outer * inner, values.Length, nameof(values));
        Tiling.Same(indices.IsEmpty ? 0 : values.Length, indices.Length, nameof(indices));
        if (length == 0 && values.Length > 0)
        {
            throw new ArgumentException("The maximum of no elements is not defined.", nameof(x));
        }

        fixed (T* input = x, output = values)
        fixed (int* places = indices)
        {
            LaneRows.Run<T, MaximumKernel<T>>(new MaximumKernel<T>(input, output, places), outer, length, inner);
        }
    }
}
