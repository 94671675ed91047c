using System.Numerics;

namespace Descent.Kernels;

/// <summary>
/// Scaled dot-product self-attention of many heads, straight from the packed projections [n, steps, 3, heads, width]: for each sample and
/// head y = softmax(Q K' / sqrt(width)) V.
/// </summary>
internal static unsafe class Attention
{
    /// <summary>
    /// The outputs [n, steps, heads, width] and the probabilities [n, heads, steps, steps]. Where a mask [n, steps] is not empty, nothing
    /// sees a step whose mask is 0, and what may see nothing gives 0.
    /// </summary>
    public static void Forward<T>(
        in AttentionShape shape, ReadOnlySpan<T> projections, ReadOnlySpan<int> mask, Span<T> y, Span<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tiling.Same(mask.IsEmpty ? 0 : shape.Samples * shape.Steps, mask.Length, nameof(mask));
        Check(shape, projections.Length, y.Length, probabilities.Length);
        fixed (T* input = projections, output = y, weights = probabilities)
        fixed (int* seen = mask)
        {
            Tiling.Run(shape.Tiles, new AttentionJob<T>(shape, input, seen, output, weights));
        }
    }

    /// <summary>The gradient of the projections, from that of the outputs and the probabilities.</summary>
    public static void Backward<T>(
        in AttentionShape shape, ReadOnlySpan<T> gradient, ReadOnlySpan<T> projections, ReadOnlySpan<T> probabilities, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(shape, projections.Length, gradient.Length, probabilities.Length);
        Tiling.Same(projections.Length, result.Length, nameof(result));
        fixed (T* upstream = gradient, input = projections, weights = probabilities, output = result)
        {
            Tiling.Run(shape.Tiles, new AttentionGradientJob<T>(shape, upstream, input, weights, output));
        }
    }

    private static void Check(in AttentionShape shape, int projections, int outputs, int probabilities)
    {
        Tiling.Same(shape.Samples * shape.Steps * 3 * shape.Features, projections, nameof(projections));
        Tiling.Same(shape.Samples * shape.Steps * shape.Features, outputs, nameof(outputs));
        Tiling.Same(shape.Samples * shape.Heads * shape.Steps * shape.Steps, probabilities, nameof(probabilities));
    }
}
