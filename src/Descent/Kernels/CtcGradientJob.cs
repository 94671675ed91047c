using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>
/// Some samples from the last step to the first: with the log-probability b of the paths from each state to the end, the share of paths
/// through a state is exp(a + b - total), and a class's gradient its probability less the shares of its states.
/// </summary>
internal readonly unsafe struct CtcGradientJob<T>(CtcOperands<T> operands, T* upstream, T* dLogits) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 7;

    /// <inheritdoc/>
    public void Run(int tile)
    {
        var shape = operands.Shape;
        var last = Math.Min(shape.Samples, (tile + 1) * shape.SamplesInTile);
        var rows = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceTile, Rows * shape.Row);
        for (var sample = tile * shape.SamplesInTile; sample < last; sample++)
        {
            var (steps, total) = (operands.StepsOf(sample), operands.Total(sample));
            if (upstream[sample] == T.Zero || T.IsNegativeInfinity(total))
            {
                steps = 0;
            }
            else
            {
                Sample(sample, steps, total, rows);
            }

            new Span<T>(Target(sample, steps), (shape.Steps - steps) * shape.Classes).Clear();
        }
    }

    private T* Target(int sample, int step) => dLogits + (operands.Classes(sample, step) - operands.Classes(0, 0));

    private void Sample(int sample, int steps, T total, T* rows)
    {
        var (shape, length) = (operands.Shape, operands.LengthOf(sample));
        T* blanks = rows, labels = rows + shape.Row, emissions = rows + (2 * shape.Row), skips = rows + (3 * shape.Row);
        T* shares = rows + (4 * shape.Row), nextBlanks = rows + (5 * shape.Row), nextLabels = rows + (6 * shape.Row);
        new Span<T>(rows, Rows * shape.Row).Fill(T.NegativeInfinity);
        operands.Skips(sample, skips);
        blanks[length] = T.Zero;
        if (length > 0)
        {
            labels[length - 1] = T.Zero;
        }

        for (var step = steps - 1; step >= 0; step--)
        {
            var paths = operands.Blanks(sample, step);
            var blankShare = Shares(paths, blanks, length + 1, total, shares);
            _ = Shares(paths + shape.Width + 1, labels, length, total, shares);
            Classes(sample, step, blankShare, shares);
            if (step > 0)
            {
                operands.Emissions(sample, step, emissions);
                Step(blanks, labels, nextBlanks, nextLabels, length, operands.Classes(sample, step)[shape.Blank], emissions, skips);
            }
        }
    }

    /// <summary>The share of paths through each state, and their sum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Shares(T* before, T* after, int count, T total, T* shares)
    {
        var sum = Vector512<T>.Zero;
        for (var k = 0; k < count; k += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, count - k);
            var none = CtcPaths.Lowest<T>();
            var through = Lanes.LoadPart(before + k, part, none) + Lanes.LoadPart(after + k, part, none);
            var share = LanesMath.Exp(through - Vector512.Create(total));
            sum += share;
            Lanes.StorePart(share, shares + k, part);
        }

        return Lanes.Sum(sum);
    }

    /// <summary>g (probability - share) for each class of a step.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Classes(int sample, int step, T blankShare, T* shares)
    {
        var (shape, g) = (operands.Shape, upstream[sample]);
        T* to = Target(sample, step), from = operands.Classes(sample, step);
        for (var c = 0; c < shape.Classes; c += Vector512<T>.Count)
        {
            var part = Math.Min(Vector512<T>.Count, shape.Classes - c);
            Lanes.StorePart(LanesMath.Exp(Lanes.LoadPart(from + c, part)) * Vector512.Create(g), to + c, part);
        }

        to[shape.Blank] -= g * blankShare;
        var labels = operands.Labels(sample);
        for (var k = 0; k < operands.LengthOf(sample); k++)
        {
            to[labels[k]] -= g * shares[k];
        }
    }

    /// <summary>From the paths that begin after a step to those that begin after the one before it, in place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Step(T* blanks, T* labels, T* nextBlanks, T* nextLabels, int length, T blank, T* emissions, T* skips)
    {
        var lanes = Vector512<T>.Count;
        var none = CtcPaths.Lowest<T>();
        for (var k = 0; k <= length; k += lanes)
        {
            var part = Math.Min(lanes, length + 1 - k);
            Lanes.StorePart(Lanes.LoadPart(blanks + k, part) + Vector512.Create(blank), nextBlanks + k, part);
            part = Math.Max(0, Math.Min(lanes, length - k));
            Lanes.StorePart(Lanes.LoadPart(labels + k, part) + Lanes.LoadPart(emissions + k, part), nextLabels + k, part);
        }

        for (var k = 0; k <= length; k += lanes)
        {
            var part = Math.Min(lanes, length + 1 - k);
            var (fewer, after) = (Math.Max(0, Math.Min(lanes, length - k)), Math.Max(0, Math.Min(lanes, length - k - 1)));
            var own = Lanes.LoadPart(nextLabels + k, fewer, none);
            Lanes.StorePart(CtcPaths.LogOfSum(Lanes.LoadPart(nextBlanks + k, part, none), own, none), blanks + k, part);
            var skipped = Lanes.LoadPart(nextLabels + k + 1, after, none) + Lanes.LoadPart(skips + k + 1, after, none);
            Lanes.StorePart(CtcPaths.LogOfSum(own, Lanes.LoadPart(nextBlanks + k + 1, fewer, none), skipped), labels + k, fewer);
        }
    }
}
