using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Takes a channel's statistics and normalises it right after, while its numbers lie in the cache.</summary>
internal readonly unsafe struct NormalizeBatchKernel<T, TFunction>(
    TFunction function,
    T* x,
    T* mean,
    T* variance,
    T* inverseDeviation,
    T epsilon,
    T* scale,
    T* shift,
    T* residual,
    T* y,
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
        var copy = ChannelCopy.Fits<T>(images, spatial)
            ? Scratch.Rent<T>(ScratchSlots.NormalizationInput, (nint)images * spatial) : null;
        new ChannelStatisticsKernel<T>(x, copy, mean, variance, images, distance, spatial).Run(layout, offset, result);
        for (var channel = result; channel < result + layout.Count; channel++)
        {
            inverseDeviation[channel] = T.One / T.Sqrt(variance[channel] + epsilon);
        }

        var input = copy == null ? x : copy - offset;
        var inputDistance = copy == null ? distance : spatial;
        new NormalizeKernel<T, TFunction>(
            function, input, inputDistance, mean, inverseDeviation, scale, shift, residual, y, images, distance).Run(layout, offset, result);
    }
}
