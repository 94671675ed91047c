using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What cross-entropy with probabilities knows of its targets.</summary>
internal readonly unsafe struct ProbabilityTargets<T>(T* probabilities, T* weights, int classes, double smoothing)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>w[j] q[j] with q = (1 - s) t + s / c, and 0 in lanes that hold no class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Weighted<TLayout>(TLayout layout, long offset, int step)
        where TLayout : struct, ILaneLayout<T>
    {
        var q = layout.Load(probabilities + offset, step, default);
        if (smoothing != 0)
        {
            q = layout.Keep(Lanes.MultiplyAdd(q, Lanes.Broadcast<T>(1 - smoothing), Lanes.Broadcast<T>(smoothing / classes)), step);
        }

        return weights == null ? q : q * layout.AlongAxis(weights, step);
    }
}

/// <summary>loss = sum of w[j] q[j] (ln sum + max - x[j]).</summary>
internal readonly unsafe struct ProbabilityCrossEntropyKernel<T>(T* logits, ProbabilityTargets<T> targets, T* losses) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var axis = logits + offset;
        var shift = SoftmaxRow.Shift<T, TLayout>(layout, axis);
        var logarithm = LanesMath.Log(SoftmaxRow.SumOfExponentials(layout, axis, shift, null));
        var loss = Vector512<T>.Zero;
        for (var step = 0; step < layout.Steps; step++)
        {
            var q = targets.Weighted(layout, offset, step);
            var sum = Lanes.MultiplyAdd(q, logarithm + (shift - layout.Load(axis, step, shift)), loss);

            // A probability of 0 asks nothing of its logit, even of -infinity.
            loss = Vector512.ConditionalSelect(Vector512.Equals(q, Vector512<T>.Zero), loss, sum);
        }

        layout.StoreResult(losses + result, layout.Sum(loss));
    }
}

/// <summary>dx[j] = g (softmax[j] * sum of w q - w[j] q[j]).</summary>
internal readonly unsafe struct ProbabilityCrossEntropyGradientKernel<T>(
    T* logits, ProbabilityTargets<T> targets, T* upstream, T* dLogits) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        T* axis = logits + offset, to = dLogits + offset;
        var sum = SoftmaxRow.SumOfExponentials(layout, axis, SoftmaxRow.Shift<T, TLayout>(layout, axis), to);
        var all = Vector512<T>.Zero;
        for (var step = 0; step < layout.Steps; step++)
        {
            all += targets.Weighted(layout, offset, step);
        }

        var g = layout.LoadResult(upstream + result);
        var scale = layout.Sum(all) / sum;
        var none = Vector512.Equals(g, Vector512<T>.Zero);
        for (var step = 0; step < layout.Steps; step++)
        {
            var dx = g * Lanes.MultiplyAdd(layout.Load(to, step, default), scale, -targets.Weighted(layout, offset, step));
            layout.Store(to, step, Vector512.ConditionalSelect(none, Vector512<T>.Zero, dx));
        }
    }
}
