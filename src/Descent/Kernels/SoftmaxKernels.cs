using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What softmax, its logarithm and cross-entropy begin with.</summary>
internal static unsafe class SoftmaxRow
{
    /// <summary>The maximum along the axis, 0 where all is -infinity, so that taking it off gives no NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> Shift<T, TLayout>(TLayout layout, T* axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
    {
        var lowest = Lanes.Broadcast<T>(double.NegativeInfinity);
        var maximum = lowest;
        for (var step = 0; step < layout.Steps; step++)
        {
            maximum = Lanes.Maximum(maximum, layout.Load(axis, step, lowest));
        }

        maximum = layout.Maximum(maximum);
        return Vector512.ConditionalSelect(Vector512.Equals(maximum, lowest), Vector512<T>.Zero, maximum);
    }

    /// <summary>The sum of e^(x - shift); the exponentials are kept where <paramref name="kept"/> points, if anywhere.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> SumOfExponentials<T, TLayout>(TLayout layout, T* axis, Vector512<T> shift, T* kept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
    {
        var lowest = Lanes.Broadcast<T>(double.NegativeInfinity);
        var sum = Vector512<T>.Zero;
        for (var step = 0; step < layout.Steps; step++)
        {
            var e = LanesMath.Exp(layout.Load(axis, step, lowest) - shift);
            sum += e;
            if (kept != null)
            {
                layout.Store(kept, step, e);
            }
        }

        return layout.Sum(sum);
    }
}

/// <summary>y = softmax(x).</summary>
internal readonly unsafe struct SoftmaxKernel<T>(T* x, T* y) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var to = y + offset;
        var sum = SoftmaxRow.SumOfExponentials(layout, x + offset, SoftmaxRow.Shift<T, TLayout>(layout, x + offset), to);

        // All masked: 0 times 1 instead of 0 / 0.
        var factor = Vector512<T>.One / Vector512.ConditionalSelect(Vector512.Equals(sum, Vector512<T>.Zero), Vector512<T>.One, sum);
        for (var step = 0; step < layout.Steps; step++)
        {
            layout.Store(to, step, layout.Load(to, step, default) * factor);
        }
    }
}

/// <summary>y = ln softmax(x).</summary>
internal readonly unsafe struct LogSoftmaxKernel<T>(T* x, T* y) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var from = x + offset;
        var shift = SoftmaxRow.Shift<T, TLayout>(layout, from);
        var sum = SoftmaxRow.SumOfExponentials(layout, from, shift, null);
        var logarithm = LanesMath.Log(Vector512.ConditionalSelect(Vector512.Equals(sum, Vector512<T>.Zero), Vector512<T>.One, sum));
        for (var step = 0; step < layout.Steps; step++)
        {
            layout.Store(y + offset, step, layout.Load(from, step, default) - shift - logarithm);
        }
    }
}

/// <summary>dx = y (g - sum of g y).</summary>
internal readonly unsafe struct SoftmaxGradientKernel<T>(T* gradient, T* y, T* dx) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        T* upstream = gradient + offset, output = y + offset;
        var sum = Vector512<T>.Zero;
        for (var step = 0; step < layout.Steps; step++)
        {
            sum = Lanes.MultiplyAdd(layout.Load(upstream, step, default), layout.Load(output, step, default), sum);
        }

        sum = layout.Sum(sum);
        for (var step = 0; step < layout.Steps; step++)
        {
            layout.Store(dx + offset, step, layout.Load(output, step, default) * (layout.Load(upstream, step, default) - sum));
        }
    }
}

/// <summary>dx = g - e^y (sum of g).</summary>
internal readonly unsafe struct LogSoftmaxGradientKernel<T>(T* gradient, T* y, T* dx) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        T* upstream = gradient + offset, output = y + offset;
        var sum = Vector512<T>.Zero;
        for (var step = 0; step < layout.Steps; step++)
        {
            sum += layout.Load(upstream, step, default);
        }

        sum = layout.Sum(sum);
        for (var step = 0; step < layout.Steps; step++)
        {
            var share = LanesMath.Exp(layout.Load(output, step, default));
            layout.Store(dx + offset, step, Lanes.MultiplyAdd(-share, sum, layout.Load(upstream, step, default)));
        }
    }
}
