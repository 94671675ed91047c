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

    /// <summary>Whether every row counts, and with its label alone.</summary>
    public bool ArePlain => weights == null && ignored is null && smoothing == 0;

    public int Classes => classes;

    public int Label(int row) => labels[row];

    public int* LabelsFrom(int row) => labels + row;

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

/// <summary>Losses and the logits' gradient, or either alone: where the others' addresses are null they are left out.</summary>
/// <remarks>
/// loss = w[t] (1 - s) (ln sum + max - x[t]) + (s / c) sum of w[j] (ln sum + max - x[j]);
/// dx[j] = g (softmax[j] (w[t] (1 - s) + (s / c) sum of w) - (s / c) w[j] - w[t] (1 - s) [j = t]).
/// </remarks>
internal readonly unsafe struct LabelCrossEntropyKernel<T>(
    T* logits, LabelTargets<T> targets, T* losses, T* rowWeights, T* upstream, T* dLogits, bool streams = false) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The longest rows whose gradient is put together beside, in the nearest cache, before it goes to memory.</summary>
    private const int LongestStreamed = 2048;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<TLayout>(TLayout layout, long offset, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var axis = logits + offset;
        var to = dLogits + offset;
        if (TLayout.IsScattered)
        {
            T* copy = stackalloc T[ShortRowsLayout<T>.CopyLength], results = stackalloc T[ShortRowsLayout<T>.CopyLength];
            T* beside = Lanes.Aligned(copy), gradient = Lanes.Aligned(results);
            Run(layout.Gather(axis, beside), beside, gradient, result);
            if (dLogits != null)
            {
                layout.Scatter(gradient, to);
            }
        }
        else if (streams && layout.Stride == 1 && targets.Classes <= LongestStreamed)
        {
            var memory = stackalloc T[LongestStreamed + Vector512<T>.Count];
            var kept = Lanes.Aligned(memory);
            Run(layout, axis, kept, result);
            Streaming.Copy(kept, to, targets.Classes);
        }
        else
        {
            Run(layout, axis, to, result);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Run<TLayout>(TLayout layout, T* axis, T* to, int result)
        where TLayout : struct, ILaneLayout<T>
    {
        var shift = SoftmaxRow.Shift<T, TLayout>(layout, axis);
        if (dLogits == null)
        {
            Losses(layout, axis, result, shift, SoftmaxRow.SumOfExponentials(layout, axis, shift));
            return;
        }

        var sum = SoftmaxRow.KeepExponentials(layout, axis, shift, to);
        if (losses != null)
        {
            Losses(layout, axis, result, shift, sum);
        }

        if (targets.ArePlain)
        {
            PlainGradient(layout, to, result, sum);
        }
        else
        {
            Gradient(layout, to, result, sum);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Losses<TLayout>(TLayout layout, T* axis, int result, Vector512<T> shift, Vector512<T> sum)
        where TLayout : struct, ILaneLayout<T>
    {
        var logarithm = LanesMath.Log(sum);
        if (targets.ArePlain)
        {
            PlainLosses(layout, axis, result, logarithm, shift);
            return;
        }

        var spread = Vector512<T>.Zero;
        for (var step = 0; targets.Smooth && step < layout.Steps; step++)
        {
            // Lanes without a class hold the shift, so their term is 0; the logarithm's part is added once, below.
            spread = Lanes.MultiplyAdd(targets.Weights(layout, step), shift - layout.Load(axis, step, shift), spread);
        }

        spread = targets.Smooth
            ? Lanes.MultiplyAdd(Vector512.Create(targets.SumOfWeights()), logarithm, layout.Sum(spread)) * Vector512.Create(targets.Spread)
            : spread;
        T* logarithms = (T*)&logarithm, shifts = (T*)&shift, spreads = (T*)&spread;
        for (var lane = 0; lane < layout.Count; lane++)
        {
            var row = result + lane;
            var weight = targets.WeightOf(row);
            rowWeights[row] = weight;
            losses[row] = targets.Ignored(row)
                ? T.Zero
                : (weight * targets.Kept * (logarithms[lane] + (shifts[lane] - axis[AtLabel(layout, lane, row)]))) + spreads[lane];
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void PlainLosses<TLayout>(TLayout layout, T* axis, int result, Vector512<T> logarithm, Vector512<T> shift)
        where TLayout : struct, ILaneLayout<T>
    {
        var atLabel = stackalloc T[Vector512<T>.Count];
        var label = targets.LabelsFrom(result);
        for (var lane = 0; lane < layout.Count; lane++)
        {
            atLabel[lane] = axis[((long)lane * layout.LaneStride) + ((long)label[lane] * layout.Stride)];
        }

        layout.StoreResult(losses + result, logarithm + (shift - layout.LoadResult(atLabel)));
        layout.StoreResult(rowWeights + result, Vector512<T>.One);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void PlainGradient<TLayout>(TLayout layout, T* to, int result, Vector512<T> sum)
        where TLayout : struct, ILaneLayout<T>
    {
        T* gradients = upstream + result;
        var g = layout.LoadResult(gradients);
        SoftmaxRow.ScaleKept(layout, to, g / sum, Vector512.Equals(g, Vector512<T>.Zero));
        var label = targets.LabelsFrom(result);
        for (var lane = 0; lane < layout.Count; lane++)
        {
            to[((long)lane * layout.LaneStride) + ((long)label[lane] * layout.Stride)] -= gradients[lane];
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Gradient<TLayout>(TLayout layout, T* to, int result, Vector512<T> sum)
        where TLayout : struct, ILaneLayout<T>
    {
        // One result in a row's lanes, one for each lane of columns.
        // Not the addresses of vectors: the JIT of .NET 10 makes a masked load from such a one read address 0.
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
        if (!targets.Smooth)
        {
            SoftmaxRow.ScaleKept(layout, to, factor, none);
        }

        for (var step = 0; targets.Smooth && step < layout.Steps; step++)
        {
            var dx = Lanes.MultiplyAdd(layout.Load(to, step, default), factor, -(spread * targets.Weights(layout, step)));
            layout.Store(to, step, Vector512.ConditionalSelect(none, Vector512<T>.Zero, dx));
        }

        for (var lane = 0; lane < layout.Count; lane++)
        {
            if (atLabel[lane] != T.Zero)
            {
                to[AtLabel(layout, lane, result + lane)] -= atLabel[lane];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long AtLabel<TLayout>(TLayout layout, int lane, int row)
        where TLayout : struct, ILaneLayout<T>
        => ((long)lane * layout.LaneStride) + ((long)targets.Label(row) * layout.Stride);
}
