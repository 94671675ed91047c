using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What softmax, its logarithm and cross-entropy begin with.</summary>
/// <remarks>
/// Exponentials are taken two vectors at a time, added in the same order: each is a chain of twenty dependent instructions, and a loop of one
/// leaves the processor's scheduler full of instructions that wait.
/// </remarks>
internal static unsafe class SoftmaxRow
{
    /// <summary>
    /// The maximum along the axis, 0 where all is -infinity, so that taking it off gives no NaN. A NaN on the axis may be passed over here: the
    /// sum of the exponentials tells of it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> Shift<T, TLayout>(TLayout layout, T* axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
    {
        var lowest = Lanes.Broadcast<T>(double.NegativeInfinity);
        Vector512<T> maximum = lowest, maximum1 = lowest, maximum2 = lowest, maximum3 = lowest;
        var step = 0;
        for (; step <= layout.WholeSteps - 4; step += 4)
        {
            maximum = Lanes.MaximumOfNumbers(maximum, layout.LoadWhole(axis, step));
            maximum1 = Lanes.MaximumOfNumbers(maximum1, layout.LoadWhole(axis, step + 1));
            maximum2 = Lanes.MaximumOfNumbers(maximum2, layout.LoadWhole(axis, step + 2));
            maximum3 = Lanes.MaximumOfNumbers(maximum3, layout.LoadWhole(axis, step + 3));
        }

        for (; step < layout.Steps; step++)
        {
            maximum = Lanes.MaximumOfNumbers(maximum, layout.Load(axis, step, lowest));
        }

        maximum = layout.Maximum(Lanes.MaximumOfNumbers(Lanes.MaximumOfNumbers(maximum, maximum1), Lanes.MaximumOfNumbers(maximum2, maximum3)));
        return Vector512.ConditionalSelect(Vector512.Equals(maximum, lowest), Vector512<T>.Zero, maximum);
    }

    /// <summary>The sum of e^(x - shift).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> SumOfExponentials<T, TLayout>(TLayout layout, T* axis, Vector512<T> shift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
    {
        var sum = Vector512<T>.Zero;
        var step = 0;
        for (; step <= layout.WholeSteps - 2; step += 2)
        {
            var e = LanesMath.ExpBelowZero(layout.LoadWhole(axis, step) - shift);
            sum = sum + e + LanesMath.ExpBelowZero(layout.LoadWhole(axis, step + 1) - shift);
        }

        for (; step < layout.WholeSteps; step++)
        {
            sum += LanesMath.ExpBelowZero(layout.LoadWhole(axis, step) - shift);
        }

        for (; step < layout.Steps; step++)
        {
            sum += Part(layout, axis, step, shift);
        }

        return layout.Sum(sum);
    }

    /// <summary>The sum of e^(x - shift) and the exponentials themselves, each where its x lies in the axis.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<T> KeepExponentials<T, TLayout>(TLayout layout, T* axis, Vector512<T> shift, T* kept)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
    {
        var sum = Vector512<T>.Zero;
        var step = 0;
        for (; step <= layout.WholeSteps - 2; step += 2)
        {
            layout.AskForNext(axis, step);
            layout.AskForNext(axis, step + 1);
            var e = LanesMath.ExpBelowZero(layout.LoadWhole(axis, step) - shift);
            var next = LanesMath.ExpBelowZero(layout.LoadWhole(axis, step + 1) - shift);
            sum = sum + e + next;
            layout.StoreWhole(kept, step, e);
            layout.StoreWhole(kept, step + 1, next);
        }

        for (; step < layout.WholeSteps; step++)
        {
            var e = LanesMath.ExpBelowZero(layout.LoadWhole(axis, step) - shift);
            sum += e;
            layout.StoreWhole(kept, step, e);
        }

        for (; step < layout.Steps; step++)
        {
            var e = Part(layout, axis, step, shift);
            sum += e;
            layout.Store(kept, step, e);
        }

        return layout.Sum(sum);
    }

    /// <summary>Multiplies the kept exponentials by a factor; those in the lanes of <paramref name="none"/> become 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ScaleKept<T, TLayout>(TLayout layout, T* kept, Vector512<T> factor, Vector512<T> none)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
    {
        var step = 0;
        for (; step < layout.WholeSteps; step++)
        {
            layout.StoreWhole(kept, step, Vector512.AndNot(layout.LoadWhole(kept, step) * factor, none));
        }

        for (; step < layout.Steps; step++)
        {
            layout.Store(kept, step, Vector512.AndNot(layout.Load(kept, step, default) * factor, none));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> Part<T, TLayout>(TLayout layout, T* axis, int step, Vector512<T> shift)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLayout : struct, ILaneLayout<T>
        => LanesMath.ExpBelowZero(layout.Load(axis, step, Lanes.Broadcast<T>(double.NegativeInfinity)) - shift);
}

/// <summary>y = softmax(x).</summary>
internal readonly unsafe struct SoftmaxKernel<T>(T* x, T* y) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        if (!TLayout.IsScattered)
        {
            Normalize(layout, x + offset, y + offset);
            return;
        }

        var memory = stackalloc T[ShortRowsLayout<T>.CopyLength];
        var beside = Lanes.Aligned(memory);
        Normalize(layout.Gather(x + offset, beside), beside, beside);
        layout.Scatter(beside, y + offset);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<TLayout>(TLayout layout, T* from, T* to)
        where TLayout : struct, ILaneLayout<T>
    {
        var sum = SoftmaxRow.KeepExponentials(layout, from, SoftmaxRow.Shift<T, TLayout>(layout, from), to);

        // All masked: 0 times 1 instead of 0 / 0.
        var factor = Vector512<T>.One / Vector512.ConditionalSelect(Vector512.Equals(sum, Vector512<T>.Zero), Vector512<T>.One, sum);
        SoftmaxRow.ScaleKept(layout, to, factor, none: default);
    }
}

/// <summary>y = ln softmax(x).</summary>
internal readonly unsafe struct LogSoftmaxKernel<T>(T* x, T* y) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var from = x + offset;
        var shift = SoftmaxRow.Shift<T, TLayout>(layout, from);
        var sum = SoftmaxRow.SumOfExponentials(layout, from, shift);
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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
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
