using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The sums over a channel and, from them, dx. Where a function came after the normalisation, the gradient is multiplied by its derivative
/// first, and the product kept for the residual if that wants its gradient. The first pass copies a channel that fits the cache.
/// </summary>
/// <remarks>Every sum runs in four chains, as one would wait for each addition to end.</remarks>
internal readonly unsafe struct NormalizationGradientKernel<T, TFunction>(
    TFunction function,
    T* gradient,
    T* y,
    T* x,
    T* mean,
    T* inverseDeviation,
    T* scale,
    bool fixedStatistics,
    T* dx,
    T* dScale,
    T* dShift,
    T* dResidual,
    int images,
    long distance,
    int spatial) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var copies = ChannelCopy.Fits<T>(images, spatial);
        var length = (nint)images * spatial;
        var input = copies ? new Rows(Scratch.Rent<T>(ScratchSlots.NormalizationInput, length), spatial) : default;
        var incoming = dResidual != null ? new Rows(dResidual + offset, distance)
            : copies ? new Rows(Scratch.Rent<T>(ScratchSlots.NormalizationGradient, length), spatial) : default;
        Vector512<T> centre = layout.LoadResult(mean + result), inverse = layout.LoadResult(inverseDeviation + result);
        var (shifts, scales) = Sums(layout, offset, incoming, input, centre, inverse);
        (shifts, scales) = (layout.Sum(shifts), layout.Sum(scales));
        layout.StoreResult(dShift + result, shifts);
        layout.StoreResult(dScale + result, scales);
        var count = Lanes.Broadcast<T>((double)images * spatial);
        var factor = scale == null ? inverse : inverse * layout.LoadResult(scale + result);
        var meanShift = fixedStatistics ? default : shifts / count;
        var slope = fixedStatistics ? default : -(inverse * scales / count);
        Write(layout, offset, incoming, copies ? input : new Rows(x + offset, distance), centre, factor, meanShift, slope);
    }

    // The sums of g and of g (x - mean) inverseDeviation, g and x being kept where there is room for them.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private (Vector512<T> Shifts, Vector512<T> Scales) Sums<TLayout>(
        TLayout layout, long offset, Rows keptGradient, Rows keptInput, Vector512<T> centre, Vector512<T> inverse)
        where TLayout : struct, ILaneLayout<T>
    {
        Vector512<T> shifts = default, scales = default;
        var whole = layout.WholeSteps & ~3;
        for (var image = 0; image < images; image++)
        {
            var at = offset + (image * distance);
            T* g = keptGradient.Row(image), input = keptInput.Row(image);
            Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector512<T> p0 = default, p1 = default, p2 = default, p3 = default;
            var step = 0;
            for (; step < whole; step += 4)
            {
                if (input != null)
                {
                    Ask(at + distance, step);
                    Ask(at + distance, step + 1);
                    Ask(at + distance, step + 2);
                    Ask(at + distance, step + 3);
                }

                AddWhole(layout, at, step, g, input, centre, inverse, ref s0, ref p0);
                AddWhole(layout, at, step + 1, g, input, centre, inverse, ref s1, ref p1);
                AddWhole(layout, at, step + 2, g, input, centre, inverse, ref s2, ref p2);
                AddWhole(layout, at, step + 3, g, input, centre, inverse, ref s3, ref p3);
            }

            for (; step < layout.Steps; step++)
            {
                var one = Times(layout.Load(gradient + at, step, default), TFunction.DerivativeReadsOutput ? layout.Load(y + at, step, default) : default);
                var value = layout.Load(x + at, step, centre);
                if (g != null)
                {
                    layout.Store(g, step, one);
                }

                if (input != null)
                {
                    layout.Store(input, step, value);
                }

                s0 += one;
                p0 = Lanes.MultiplyAdd(one, (value - centre) * inverse, p0);
            }

            shifts += s0 + s1 + (s2 + s3);
            scales += p0 + p1 + (p2 + p3);
        }

        return (shifts, scales);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddWhole<TLayout>(
        TLayout layout, long at, int step, T* g, T* input, Vector512<T> centre, Vector512<T> inverse, ref Vector512<T> sum, ref Vector512<T> products)
        where TLayout : struct, ILaneLayout<T>
    {
        var one = Times(layout.LoadWhole(gradient + at, step), TFunction.DerivativeReadsOutput ? layout.LoadWhole(y + at, step) : default);
        var value = layout.LoadWhole(x + at, step);
        if (g != null)
        {
            layout.StoreWhole(g, step, one);
        }

        if (input != null)
        {
            layout.StoreWhole(input, step, value);
        }

        sum += one;
        products = Lanes.MultiplyAdd(one, (value - centre) * inverse, products);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Write<TLayout>(
        TLayout layout, long offset, Rows keptGradient, Rows input,
        Vector512<T> centre, Vector512<T> factor, Vector512<T> meanShift, Vector512<T> slope)
        where TLayout : struct, ILaneLayout<T>
    {
        for (var image = 0; image < images; image++)
        {
            var at = offset + (image * distance);
            T* kept = keptGradient.Row(image), values = input.Row(image);
            for (var step = 0; step < layout.Steps; step++)
            {
                var g = kept != null
                    ? layout.Load(kept, step, default)
                    : Times(layout.Load(gradient + at, step, default), TFunction.DerivativeReadsOutput ? layout.Load(y + at, step, default) : default);
                layout.Store(dx + at, step, factor * Lanes.MultiplyAdd(layout.Load(values, step, default) - centre, slope, g - meanShift));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Times(Vector512<T> g, Vector512<T> output)
    {
        if (!TFunction.DerivativeReadsOutput)
        {
            return g;
        }

        return Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, g * function.Derivative(default, output));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ask(long at, int step)
    {
        Prefetching.Next(gradient + at, step);
        Prefetching.Next(x + at, step);
        if (TFunction.DerivativeReadsOutput)
        {
            Prefetching.Next(y + at, step);
        }
    }

    /// <summary>Rows of a channel, an image each; none where the address is null.</summary>
    private readonly struct Rows(T* first, long stride)
    {
        public T* Row(int image) => first == null ? null : first + (image * stride);
    }
}
