using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// The sums over a channel and, from them, dx. Where a function came after the normalisation, the gradient is multiplied by its derivative
/// first, and the product kept for the residual if that wants its gradient. x and the gradient are images of their own distance.
/// </summary>
internal readonly unsafe struct NormalizationGradientKernel<T, TFunction>(
    TFunction function,
    T* gradient,
    T* y,
    T* x,
    long inputDistance,
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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        Vector512<T> centre = layout.LoadResult(mean + result), inverse = layout.LoadResult(inverseDeviation + result);
        Vector512<T> shifts = default, scales = default;
        for (var image = 0; image < images; image++)
        {
            var (at, from) = (offset + (image * distance), offset + (image * inputDistance));
            Vector512<T> sum = default, sumOfProducts = default;
            for (var step = 0; step < layout.Steps; step++)
            {
                var g = Incoming(layout, at, from, step);
                if (dResidual != null)
                {
                    layout.Store(dResidual + at, step, g);
                }

                sum += g;
                sumOfProducts = Lanes.MultiplyAdd(g, (layout.Load(x + from, step, centre) - centre) * inverse, sumOfProducts);
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
            var (at, from) = (offset + (image * distance), offset + (image * inputDistance));
            for (var step = 0; step < layout.Steps; step++)
            {
                var g = (dResidual != null ? layout.Load(dResidual + at, step, default) : Incoming(layout, at, from, step)) - meanShift;
                layout.Store(dx + at, step, factor * Lanes.MultiplyAdd(layout.Load(x + from, step, default) - centre, slope, g));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Incoming<TLayout>(TLayout layout, long at, long from, int step)
        where TLayout : struct, ILaneLayout<T>
    {
        var g = layout.Load(gradient + from, step, default);
        if (!TFunction.DerivativeReadsOutput)
        {
            return g;
        }

        var product = g * function.Derivative(default, layout.Load(y + at, step, default));
        return Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<T>.Zero), Vector512<T>.Zero, product);
    }
}
