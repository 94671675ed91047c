using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>The gradients of a normalisation without a function after it, from copies of the channel that stay in the cache between the passes.</summary>
internal readonly unsafe struct NormalizationGradientCopies<T>(
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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        T* g = gradient, input = x;
        var inputDistance = distance;
        if (ChannelCopy.Fits<T>(images, spatial))
        {
            g = ChannelCopy.Make(ScratchSlots.NormalizationGradient, gradient + offset, distance, images, spatial) - offset;
            input = ChannelCopy.Make(ScratchSlots.NormalizationInput, x + offset, distance, images, spatial) - offset;
            inputDistance = spatial;
        }

        new NormalizationGradientKernel<T, IdentityFunction>(
            default, g, null, input, inputDistance, mean, inverseDeviation, scale, fixedStatistics, dx, dScale, dShift, null,
            images, distance, spatial).Run(layout, offset, result);
    }
}
