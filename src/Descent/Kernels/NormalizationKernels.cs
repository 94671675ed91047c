using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Mean and biased variance of a channel: the deviations from a first mean correct both.</summary>
internal readonly unsafe struct ChannelStatisticsKernel<T>(T* x, T* mean, T* variance, int images, long distance, int spatial)
    : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var count = Lanes.Broadcast<T>((double)images * spatial);
        var total = Vector512<T>.Zero;
        for (var image = 0; image < images; image++)
        {
            var row = x + offset + (image * distance);
            var sum = Vector512<T>.Zero;
            for (var step = 0; step < layout.Steps; step++)
            {
                sum += layout.Load(row, step, default);
            }

            total += sum;
        }

        var first = layout.Sum(total) / count;
        Vector512<T> deviations = default, squares = default;
        for (var image = 0; image < images; image++)
        {
            var row = x + offset + (image * distance);
            Vector512<T> sum = default, sumOfSquares = default;
            for (var step = 0; step < layout.Steps; step++)
            {
                var deviation = layout.Load(row, step, first) - first;
                sum += deviation;
                sumOfSquares = Lanes.MultiplyAdd(deviation, deviation, sumOfSquares);
            }

            deviations += sum;
            squares += sumOfSquares;
        }

        var correction = layout.Sum(deviations) / count;
        var spread = Lanes.MultiplyAdd(-correction, correction, layout.Sum(squares) / count);
        layout.StoreResult(mean + result, first + correction);
        layout.StoreResult(variance + result, Lanes.Maximum(spread, Vector512<T>.Zero));
    }
}

/// <summary>y = (x - mean) inverseDeviation scale + shift.</summary>
internal readonly unsafe struct NormalizeKernel<T>(
    T* x, T* mean, T* inverseDeviation, T* scale, T* shift, T* y, int images, long distance) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var centre = layout.LoadResult(mean + result);
        var factor = layout.LoadResult(inverseDeviation + result);
        factor = scale == null ? factor : factor * layout.LoadResult(scale + result);
        var added = shift == null ? default : layout.LoadResult(shift + result);
        for (var image = 0; image < images; image++)
        {
            T* from = x + offset + (image * distance), to = y + offset + (image * distance);
            for (var step = 0; step < layout.Steps; step++)
            {
                layout.Store(to, step, Lanes.MultiplyAdd(layout.Load(from, step, default) - centre, factor, added));
            }
        }
    }
}

/// <summary>The sums over a channel and, from them, dx.</summary>
internal readonly unsafe struct NormalizeGradientKernel<T>(
    T* gradient,
    T* x,
    T* mean,
    T* inverseDeviation,
    T* scale,
    bool fixedStatistics,
    T* dx,
    T* dScale,
    T* dShift,
    int images,
    long distance,
    int spatial) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        Vector512<T> centre = layout.LoadResult(mean + result), inverse = layout.LoadResult(inverseDeviation + result);
        Vector512<T> shifts = default, scales = default;
        for (var image = 0; image < images; image++)
        {
            T* from = x + offset + (image * distance), upstream = gradient + offset + (image * distance);
            Vector512<T> sum = default, sumOfProducts = default;
            for (var step = 0; step < layout.Steps; step++)
            {
                var g = layout.Load(upstream, step, default);
                sum += g;
                sumOfProducts = Lanes.MultiplyAdd(g, (layout.Load(from, step, centre) - centre) * inverse, sumOfProducts);
            }

            shifts += sum;
            scales += sumOfProducts;
        }

        (shifts, scales) = (layout.Sum(shifts), layout.Sum(scales));
        layout.StoreResult(dShift + result, shifts);
        layout.StoreResult(dScale + result, scales);
        var count = Lanes.Broadcast<T>((double)images * spatial);
        var factor = scale == null ? inverse : inverse * layout.LoadResult(scale + result);
        var meanShift = fixedStatistics ? default : shifts / count;
        var slope = fixedStatistics ? default : -(inverse * scales / count);
        for (var image = 0; image < images; image++)
        {
            var at = offset + (image * distance);
            T* from = x + at, upstream = gradient + at, to = dx + at;
            for (var step = 0; step < layout.Steps; step++)
            {
                var g = layout.Load(upstream, step, default) - meanShift;
                layout.Store(to, step, factor * Lanes.MultiplyAdd(layout.Load(from, step, default) - centre, slope, g));
            }
        }
    }
}
