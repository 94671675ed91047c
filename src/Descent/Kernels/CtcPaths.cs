using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Connectionist temporal classification by the forward-backward algorithm on logarithms. The states of a target of L labels are L + 1
/// blanks and L labels in turn; they are kept as two rows, so that a step from one time to the next is a loop over lanes: blank k is
/// reached from itself and from label k - 1; label k from itself, from blank k and, if it differs from it, from label k - 1.
/// </summary>
internal static unsafe class CtcPaths
{
    /// <summary>
    /// The loss of each sample, -log of the summed probabilities of all paths that read as its labels, and the logarithm of the summed
    /// probability of the paths that lead to each state [samples, steps, states], -infinity where there is none.
    /// </summary>
    public static void Forward<T>(
        in CtcShape shape,
        ReadOnlySpan<T> logProbabilities,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<int> inputLengths,
        ReadOnlySpan<int> labelLengths,
        bool zeroInfinity,
        Span<T> losses,
        Span<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(shape, logProbabilities.Length, labels.Length, inputLengths.Length, labelLengths.Length, states.Length);
        Tiling.Same(shape.Samples, losses.Length, nameof(losses));
        fixed (T* log = logProbabilities, loss = losses, kept = states)
        fixed (int* label = labels, steps = inputLengths, lengths = labelLengths)
        {
            var job = new CtcForwardJob<T>(new CtcOperands<T>(shape, log, label, steps, lengths, kept), loss, zeroInfinity);
            Tiling.Run(shape.Tiles, job);
        }
    }

    /// <summary>
    /// The gradient for the logits, upstream[sample] (softmax - the share of paths that read the class at the step); 0 past a sample's end
    /// and where no path reads as its labels.
    /// </summary>
    public static void Gradient<T>(
        in CtcShape shape,
        ReadOnlySpan<T> upstream,
        ReadOnlySpan<T> logProbabilities,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<int> inputLengths,
        ReadOnlySpan<int> labelLengths,
        ReadOnlySpan<T> states,
        Span<T> dLogits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(shape, logProbabilities.Length, labels.Length, inputLengths.Length, labelLengths.Length, states.Length);
        Tiling.Same(shape.Samples, upstream.Length, nameof(upstream));
        Tiling.Same(logProbabilities.Length, dLogits.Length, nameof(dLogits));
        fixed (T* log = logProbabilities, g = upstream, kept = states, target = dLogits)
        fixed (int* label = labels, steps = inputLengths, lengths = labelLengths)
        {
            var job = new CtcGradientJob<T>(new CtcOperands<T>(shape, log, label, steps, lengths, kept), g, target);
            Tiling.Run(shape.Tiles, job);
        }
    }

    /// <summary>log(e^a + e^b + e^c) in every lane; -infinity where all are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector512<T> LogOfSum<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = Lanes.MaximumOfNumbers(Lanes.MaximumOfNumbers(a, b), c);
        var shift = Vector512.ConditionalSelect(Vector512.Equals(largest, Lowest<T>()), Vector512<T>.Zero, largest);
        return shift + LanesMath.Log(LanesMath.Exp(a - shift) + LanesMath.Exp(b - shift) + LanesMath.Exp(c - shift));
    }

    /// <summary>-infinity in every lane: the logarithm of an impossible path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Lowest<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Lanes.Broadcast<T>(double.NegativeInfinity);

    private static void Check(in CtcShape shape, int logProbabilities, int labels, int inputLengths, int labelLengths, int states)
    {
        Tiling.Same(shape.Samples * shape.Steps * shape.Classes, logProbabilities, nameof(logProbabilities));
        Tiling.Same(shape.Samples * shape.Longest, labels, nameof(labels));
        Tiling.Same(shape.Samples, inputLengths, nameof(inputLengths));
        Tiling.Same(shape.Samples, labelLengths, nameof(labelLengths));
        Tiling.Same(shape.Samples * shape.Steps * shape.States, states, nameof(states));
    }
}
