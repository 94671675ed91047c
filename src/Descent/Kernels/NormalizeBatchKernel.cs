using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Normalises a channel right after its statistics were taken, while its numbers lie in the cache.</summary>
internal readonly unsafe struct NormalizeBatchKernel<T, TFunction>(
    ChannelStatisticsKernel<T> statistics, NormalizeKernel<T, TFunction> normalize, T* variance, T* inverseDeviation, T epsilon) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        statistics.Run(layout, offset, result);
        for (var channel = result; channel < result + layout.Count; channel++)
        {
            inverseDeviation[channel] = T.One / T.Sqrt(variance[channel] + epsilon);
        }

        normalize.Run(layout, offset, result);
    }
}
