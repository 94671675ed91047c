using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Cross-entropy fused with softmax, on logits [samples, classes, positions] (positions = 1 for plain rows) and a target for each
/// of the samples * positions rows. With z = log-softmax of the row, w the class weights (1 if empty), s the smoothing, c the classes:
/// loss = -w[t] (1 - s) z[t] - (s / c) sum over j of w[j] z[j], and 0 where t is the ignored index.
/// </summary>
public static class CrossEntropyRows
{
    /// <summary>The loss of every row and w[t] (0 where ignored), whose sum divides the mean.</summary>
    /// <exception cref="DataException">A label is not a class; the message names the sample.</exception>
    public static unsafe void Forward<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<int> labels,
        int classes,
        int positions,
        ReadOnlySpan<T> classWeights,
        double labelSmoothing,
        int? ignoreIndex,
        Span<T> losses,
        Span<T> rowWeights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(logits.Length, labels, classes, positions, classWeights.Length, ignoreIndex);
        Tiling.Same(labels.Length, losses.Length, nameof(losses));
        Tiling.Same(labels.Length, rowWeights.Length, nameof(rowWeights));
        fixed (T* input = logits, weights = classWeights, loss = losses, rowWeight = rowWeights)
        fixed (int* label = labels)
        {
            var targets = new LabelTargets<T>(label, weights, classes, labelSmoothing, ignoreIndex);
            var kernel = new LabelCrossEntropyKernel<T>(input, targets, loss, rowWeight, null, null);
            LaneRows.Run<T, LabelCrossEntropyKernel<T>>(kernel, Samples(labels.Length, positions), classes, positions);
        }
    }

    /// <summary>
    /// The logits' gradient, upstream[row] (softmax (w[t] (1 - s) + (s / c) sum of w) - w[t] (1 - s) [j = t] - (s / c) w[j]),
    /// exactly 0 where the row is ignored or its upstream gradient is 0.
    /// </summary>
    /// <exception cref="DataException">A label is not a class; the message names the sample.</exception>
    public static unsafe void Gradient<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<int> labels,
        int classes,
        int positions,
        ReadOnlySpan<T> classWeights,
        double labelSmoothing,
        int? ignoreIndex,
        ReadOnlySpan<T> upstream,
        Span<T> dLogits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(logits.Length, labels, classes, positions, classWeights.Length, ignoreIndex);
        Tiling.Same(labels.Length, upstream.Length, nameof(upstream));
        Tiling.Same(logits.Length, dLogits.Length, nameof(dLogits));
        fixed (T* input = logits, weights = classWeights, incoming = upstream, target = dLogits)
        fixed (int* label = labels)
        {
            var targets = new LabelTargets<T>(label, weights, classes, labelSmoothing, ignoreIndex);
            Run(input, targets, null, null, incoming, target, labels.Length, positions);
        }
    }

    /// <summary>
    /// Losses, w[t] and, for the upstream gradient of each row, the logits' gradient in one pass: the bits of <see cref="Forward"/> and
    /// <see cref="Gradient"/>.
    /// </summary>
    /// <exception cref="DataException">A label is not a class; the message names the sample.</exception>
    public static unsafe void ForwardAndGradient<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<int> labels,
        int classes,
        int positions,
        ReadOnlySpan<T> classWeights,
        double labelSmoothing,
        int? ignoreIndex,
        ReadOnlySpan<T> upstream,
        Span<T> losses,
        Span<T> rowWeights,
        Span<T> dLogits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(logits.Length, labels, classes, positions, classWeights.Length, ignoreIndex);
        Tiling.Same(labels.Length, losses.Length, nameof(losses));
        Tiling.Same(labels.Length, rowWeights.Length, nameof(rowWeights));
        Tiling.Same(labels.Length, upstream.Length, nameof(upstream));
        Tiling.Same(logits.Length, dLogits.Length, nameof(dLogits));
        fixed (T* input = logits, weights = classWeights, loss = losses, rowWeight = rowWeights, incoming = upstream, target = dLogits)
        fixed (int* label = labels)
        {
            var targets = new LabelTargets<T>(label, weights, classes, labelSmoothing, ignoreIndex);
            Run(input, targets, loss, rowWeight, incoming, target, labels.Length, positions);
        }
    }

    /// <summary>
    /// The same against probabilities, for <see cref="ForwardProbabilities"/> and <see cref="GradientProbabilities"/>.
    /// </summary>
    public static unsafe void ForwardAndGradientProbabilities<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<T> targets,
        int classes,
        int positions,
        ReadOnlySpan<T> classWeights,
        double labelSmoothing,
        ReadOnlySpan<T> upstream,
        Span<T> losses,
        Span<T> dLogits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckProbabilities(logits.Length, targets.Length, classes, positions, classWeights.Length, losses.Length);
        Tiling.Same(losses.Length, upstream.Length, nameof(upstream));
        Tiling.Same(logits.Length, dLogits.Length, nameof(dLogits));
        fixed (T* input = logits, target = targets, weights = classWeights, loss = losses, incoming = upstream, output = dLogits)
        {
            var shares = new ProbabilityTargets<T>(target, weights, classes, labelSmoothing);
            var kernel = new ProbabilityCrossEntropyKernel<T>(input, shares, loss, incoming, output);
            LaneRows.Run<T, ProbabilityCrossEntropyKernel<T>>(kernel, Samples(losses.Length, positions), classes, positions);
        }
    }

    /// <summary>The loss of every row against probabilities: -sum over j of w[j] q[j] z[j] with q = (1 - s) target + s / c.</summary>
    public static unsafe void ForwardProbabilities<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<T> targets,
        int classes,
        int positions,
        ReadOnlySpan<T> classWeights,
        double labelSmoothing,
        Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckProbabilities(logits.Length, targets.Length, classes, positions, classWeights.Length, losses.Length);
        fixed (T* input = logits, target = targets, weights = classWeights, loss = losses)
        {
            var shares = new ProbabilityTargets<T>(target, weights, classes, labelSmoothing);
            var kernel = new ProbabilityCrossEntropyKernel<T>(input, shares, loss, null, null);
            LaneRows.Run<T, ProbabilityCrossEntropyKernel<T>>(kernel, Samples(losses.Length, positions), classes, positions);
        }
    }

    /// <summary>
    /// The logits' gradient, upstream[row] (softmax * sum of w q - w[j] q[j]), exactly 0 where the upstream gradient is 0.
    /// </summary>
    public static unsafe void GradientProbabilities<T>(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<T> targets,
        int classes,
        int positions,
        ReadOnlySpan<T> classWeights,
        double labelSmoothing,
        ReadOnlySpan<T> upstream,
        Span<T> dLogits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckProbabilities(logits.Length, targets.Length, classes, positions, classWeights.Length, upstream.Length);
        Tiling.Same(logits.Length, dLogits.Length, nameof(dLogits));
        fixed (T* input = logits, target = targets, weights = classWeights, incoming = upstream, output = dLogits)
        {
            var shares = new ProbabilityTargets<T>(target, weights, classes, labelSmoothing);
            var kernel = new ProbabilityCrossEntropyKernel<T>(input, shares, null, incoming, output);
            LaneRows.Run<T, ProbabilityCrossEntropyKernel<T>>(kernel, Samples(upstream.Length, positions), classes, positions);
        }
    }

    private static unsafe void Run<T>(
        T* logits, LabelTargets<T> targets, T* losses, T* rowWeights, T* upstream, T* dLogits, int rows, int positions)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var streams = Streaming.Suits(dLogits, rows * targets.Classes, logits);
        if (streams && positions == 1 && CrossEntropyToMemoryJob<T>.Suits(targets))
        {
            var job = new CrossEntropyToMemoryJob<T>(logits, targets, losses, rowWeights, upstream, dLogits, rows);
            Tiling.Run(job.Tiles, job);
        }
        else
        {
            var kernel = new LabelCrossEntropyKernel<T>(logits, targets, losses, rowWeights, upstream, dLogits, streams);
            LaneRows.Run<T, LabelCrossEntropyKernel<T>>(kernel, Samples(rows, positions), targets.Classes, positions, streams);
        }
    }

    private static int Samples(int rows, int positions) => positions == 0 ? 0 : rows / positions;

    private static void Check(int logits, ReadOnlySpan<int> labels, int classes, int positions, int classWeights, int? ignoreIndex)
    {
        Tiling.Same(labels.Length * classes, logits, nameof(logits));
        Tiling.Same(classWeights == 0 ? 0 : classes, classWeights, nameof(classWeights));
        if (AreClasses(labels, classes))
        {
            return;
        }

        for (var row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classes && labels[row] != ignoreIndex)
            {
                var position = positions == 1 ? string.Empty : $", position {row % positions}";
                throw new DataException(
                    $"Sample {row / positions}{position}: the label is {labels[row]}, but the classes are 0..{classes - 1}. "
                    + "Number the labels from 0, or give the network an output for each class.");
            }
        }
    }

    private static bool AreClasses(ReadOnlySpan<int> labels, int classes)
    {
        var (largest, row) = (Vector512<uint>.Zero, 0);
        for (; row <= labels.Length - Vector512<int>.Count; row += Vector512<int>.Count)
        {
            largest = Vector512.Max(largest, Vector512.Create(labels[row..]).AsUInt32());
        }

        var are = Vector512.LessThanAll(largest, Vector512.Create((uint)classes));
        for (; row < labels.Length; row++)
        {
            are &= (uint)labels[row] < (uint)classes;
        }

        return are;
    }

    private static void CheckProbabilities(int logits, int targets, int classes, int positions, int classWeights, int rows)
    {
        Tiling.Same(rows * classes, logits, nameof(logits));
        Tiling.Same(logits, targets, nameof(targets));
        Tiling.Same(classWeights == 0 ? 0 : classes, classWeights, nameof(classWeights));
        Tiling.Same(0, positions == 0 ? rows : rows % positions, nameof(positions));
    }
}
