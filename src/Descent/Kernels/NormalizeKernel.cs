using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>y = f((x - mean) inverseDeviation scale + shift + residual); without a residual, its address is null.</summary>
internal readonly unsafe struct NormalizeKernel<T, TFunction>(
    TFunction function,
    T* x,
    long inputDistance,
    T* mean,
    T* inverseDeviation,
    T* scale,
    T* shift,
    T* residual,
    T* y,
    int images,
    long distance) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : struct, IUnaryFunction
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var f = function;
        var centre = layout.LoadResult(mean + result);
        var factor = layout.LoadResult(inverseDeviation + result);
        factor = scale == null ? factor : factor * layout.LoadResult(scale + result);
        var added = shift == null ? default : layout.LoadResult(shift + result);
        for (var image = 0; image < images; image++)
        {
            var at = offset + (image * distance);
            T* from = x + offset + (image * inputDistance), to = y + at;
            for (var step = 0; step < layout.Steps; step++)
            {
                var value = Lanes.MultiplyAdd(layout.Load(from, step, default) - centre, factor, added);
                if (residual != null)
                {
                    Prefetching.Next(residual + at + distance, step);
                    value += layout.Load(residual + at, step, default);
                }

                Prefetching.Next(to + distance, step);
                layout.Store(to, step, f.Forward(value));
            }
        }
    }
}
