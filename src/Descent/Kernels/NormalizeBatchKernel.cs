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
        var input = x;
        var inputDistance = distance;
        if (ChannelCopy.Fits<T>(images, spatial))
        {
            input = ChannelCopy.Make(ScratchSlots.NormalizationInput, x + offset, distance, images, spatial) - offset;
            inputDistance = spatial;
        }

        new ChannelStatisticsKernel<T>(input, mean, variance, images, inputDistance, spatial).Run(layout, offset, result);
        for (var channel = result; channel < result + layout.Count; channel++)
        {
            inverseDeviation[channel] = T.One / T.Sqrt(variance[channel] + epsilon);
        }

        new NormalizeKernel<T, TFunction>(
            function, input, inputDistance, mean, inverseDeviation, scale, shift, residual, y, images, distance).Run(layout, offset, result);
    }
}
