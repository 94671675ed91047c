using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>What cross-entropy with labels knows of its targets.</summary>
internal readonly unsafe struct LabelTargets<T>(int* labels, T* weights, int classes, double smoothing, int? ignored)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>(1 - s): the part of a weight that stands at the label.</summary>
    public T Kept { get; } = T.CreateTruncating(1 - smoothing);

    /// <summary>s / c: the part of a weight that is spread over the classes.</summary>
    public T Spread { get; } = T.CreateTruncating(smoothing / classes);

    public bool Smooth => smoothing != 0;

    public int Label(int row) => labels[row];

    public T WeightOf(int row) => labels[row] == ignored ? T.Zero : weights == null ? T.One : weights[labels[row]];

    public bool Ignored(int row) => labels[row] == ignored;

    /// <summary>The class weights in the lanes of a step; in lanes that hold no class, anything that a finite number may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Weights<TLayout>(TLayout layout, int step)
        where TLayout : struct, ILaneLayout<T>
        => weights == null ? Vector512<T>.One : layout.AlongAxis(weights, step);

    public T SumOfWeights()
    {
        if (weights == null)
        {
            return T.CreateTruncating(classes);
        }

        var sum = T.Zero;
        for (var j = 0; j < classes; j++)
        {
            sum += weights[j];
        }

        return sum;
    }
}

/// <summary>loss = w[t] (1 - s) (ln sum + max - x[t]) + (s / c) sum of w[j] (ln sum + max - x[j]).</summary>
internal readonly unsafe struct LabelCrossEntropyKernel<T>(T* logits, LabelTargets<T> targets, T* losses, T* rowWeights) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var axis = logits + offset;
        var shift = SoftmaxRow.Shift<T, TLayout>(layout, axis);
        var logarithm = LanesMath.Log(SoftmaxRow.SumOfExponentials(layout, axis, shift, null));
        var spread = Vector512<T>.Zero;
        for (var step = 0; targets.Smooth && step < layout.Steps; step++)
        {
            // Lanes without a class hold the shift, so their term is 0; the logarithm's part is added once, below.
            spread = Lanes.MultiplyAdd(targets.Weights(layout, step), shift - layout.Load(axis, step, shift), spread);
        }

        spread = targets.Smooth
            ? Lanes.MultiplyAdd(Vector512.Create(targets.SumOfWeights()), logarithm, layout.Sum(spread)) * Vector512.Create(targets.Spread)
            : spread;
        for (var lane = 0; lane < layout.Count; lane++)
        {
            var row = result + lane;
            var weight = targets.WeightOf(row);
            rowWeights[row] = weight;
            losses[row] = targets.Ignored(row)
                ? T.Zero
                : (weight * targets.Kept * (logarithm[lane] + (shift[lane] - axis[lane + ((long)targets.Label(row) * layout.Stride)])))
                    + spread[lane];
        }
    }
}

/// <summary>dx[j] = g (softmax[j] (w[t] (1 - s) + (s / c) sum of w) - (s / c) w[j] - w[t] (1 - s) [j = t]).</summary>
internal readonly unsafe struct LabelCrossEntropyGradientKernel<T>(T* logits, LabelTargets<T> targets, T* upstream, T* dLogits)
    : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        T* axis = logits + offset, to = dLogits + offset;
        var shift = SoftmaxRow.Shift<T, TLayout>(layout, axis);
        var sum = SoftmaxRow.SumOfExponentials(layout, axis, shift, to);

        // One result in a row's lanes, one for each lane of columns.
        T* atLabel = stackalloc T[Vector512<T>.Count], gradients = stackalloc T[Vector512<T>.Count];
        for (var lane = 0; lane < layout.Count; lane++)
        {
            var row = result + lane;
            gradients[lane] = targets.Ignored(row) ? T.Zero : upstream[row];
            atLabel[lane] = gradients[lane] == T.Zero ? T.Zero : gradients[lane] * targets.WeightOf(row) * targets.Kept;
        }

        var g = layout.LoadResult(gradients);
        var spread = g * Vector512.Create(targets.Spread);
        var all = targets.Smooth
            ? Lanes.MultiplyAdd(spread, Vector512.Create(targets.SumOfWeights()), layout.LoadResult(atLabel))
            : layout.LoadResult(atLabel);
        var factor = all / sum;
        var none = Vector512.Equals(g, Vector512<T>.Zero);
        for (var step = 0; step < layout.Steps; step++)
        {
            var dx = Lanes.MultiplyAdd(layout.Load(to, step, default), factor, -(spread * targets.Weights(layout, step)));
            layout.Store(to, step, Vector512.ConditionalSelect(none, Vector512<T>.Zero, dx));
        }

        for (var lane = 0; lane < layout.Count; lane++)
        {
            if (atLabel[lane] != T.Zero)
            {
                to[lane + ((long)targets.Label(result + lane) * layout.Stride)] -= atLabel[lane];
            }
        }
    }
}
