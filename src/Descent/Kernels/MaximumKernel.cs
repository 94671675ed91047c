using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>The maximum along an axis and the first place where it stands.</summary>
internal readonly unsafe struct MaximumKernel<T>(T* x, T* values, int* indices) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var axis = x + offset;
        var lowest = Lanes.Broadcast<T>(double.NegativeInfinity);
        var maximum = lowest;
        for (var step = 0; step < layout.Steps; step++)
        {
            maximum = Lanes.Maximum(maximum, layout.Load(axis, step, lowest));
        }

        maximum = layout.Maximum(maximum);
        layout.StoreResult(values + result, maximum);
        for (var lane = 0; indices != null && lane < layout.Count; lane++)
        {
            indices[result + lane] = First(axis + ((long)lane * layout.LaneStride), layout.Stride, maximum[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int First(T* axis, int stride, T maximum)
    {
        var index = 0;
        while (!axis[(long)index * stride].Equals(maximum))
        {
            index++;
        }

        return index;
    }
}
