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

/// <summary>Losses and the logits' gradient, or either alone: where the others' addresses are null they are left out.</summary>
/// <remarks>loss = sum of w[j] q[j] (ln sum + max - x[j]); dx[j] = g (softmax[j] * sum of w q - w[j] q[j]).</remarks>
internal readonly unsafe struct ProbabilityCrossEntropyKernel<T>(
    T* logits, ProbabilityTargets<T> targets, T* losses, T* upstream, T* dLogits) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        if (!TLayout.IsScattered)
        {
            Run(layout, layout, logits + offset, dLogits + offset, offset, result);
            return;
        }

        T* copy = stackalloc T[ShortRowsLayout<T>.CopyLength], results = stackalloc T[ShortRowsLayout<T>.CopyLength];
        T* beside = Lanes.Aligned(copy), kept = Lanes.Aligned(results);
        Run(layout, layout.Gather(logits + offset, beside), beside, kept, offset, result);
        if (dLogits != null)
        {
            layout.Scatter(kept, dLogits + offset);
        }
    }

    // The layout is that of the targets, the other one that of the logits and their gradient.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Run<TLayout, TOther>(TLayout layout, TOther other, T* axis, T* to, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
        where TOther : struct, ILaneLayout<T>
    {
        var shift = SoftmaxRow.Shift<T, TOther>(other, axis);
        if (dLogits == null)
        {
            Losses(layout, other, axis, offset, result, shift, SoftmaxRow.SumOfExponentials(other, axis, shift));
            return;
        }

        var sum = SoftmaxRow.KeepExponentials(other, axis, shift, to);
        if (losses != null)
        {
            Losses(layout, other, axis, offset, result, shift, sum);
        }

        Gradient(layout, other, to, offset, result, sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Losses<TLayout, TOther>(
        TLayout layout, TOther other, T* axis, long offset, int result, Vector512<T> shift, Vector512<T> sum)
        where TLayout : struct, ILaneLayout<T>
        where TOther : struct, ILaneLayout<T>
    {
        var logarithm = LanesMath.Log(sum);
        var loss = Vector512<T>.Zero;
        for (var step = 0; step < layout.Steps; step++)
        {
            var q = targets.Weighted(layout, offset, step);
            var next = Lanes.MultiplyAdd(q, logarithm + (shift - other.Load(axis, step, shift)), loss);

            // A probability of 0 asks nothing of its logit, even of -infinity.
            loss = Vector512.ConditionalSelect(Vector512.Equals(q, Vector512<T>.Zero), loss, next);
        }

        layout.StoreResult(losses + result, layout.Sum(loss));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Gradient<TLayout, TOther>(TLayout layout, TOther other, T* to, long offset, int result, Vector512<T> sum)
        where TLayout : struct, ILaneLayout<T>
        where TOther : struct, ILaneLayout<T>
    {
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
            var dx = g * Lanes.MultiplyAdd(other.Load(to, step, default), scale, -targets.Weighted(layout, offset, step));
            other.Store(to, step, Vector512.ConditionalSelect(none, Vector512<T>.Zero, dx));
        }
    }
}
