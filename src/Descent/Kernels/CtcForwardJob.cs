using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Some samples from the first step to the last: the log-probability of the paths to each state, and the loss.</summary>
internal readonly unsafe struct CtcForwardJob<T>(CtcOperands<T> operands, T* losses, bool zeroInfinity) : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        var shape = operands.Shape;
        var last = Math.Min(shape.Samples, (tile + 1) * shape.SamplesInTile);
        T* emissions = ScratchBuffers.Get<T>(ScratchBuffers.Slot.SequenceTile, 2 * shape.Row), skips = emissions + shape.Row;
        for (var sample = tile * shape.SamplesInTile; sample < last; sample++)
        {
            Sample(sample, emissions, skips);
            var total = operands.Total(sample);
            losses[sample] = zeroInfinity && T.IsNegativeInfinity(total) ? T.Zero : -total;
        }
    }

    private void Sample(int sample, T* emissions, T* skips)
    {
        var shape = operands.Shape;
        T* first = operands.Blanks(sample, 0);
        new Span<T>(first, shape.Steps * shape.States).Fill(T.NegativeInfinity);
        operands.Skips(sample, skips);
        first[0] = operands.Classes(sample, 0)[shape.Blank];
        if (operands.LengthOf(sample) > 0)
        {
            first[shape.Width + 1] = operands.Classes(sample, 0)[operands.Labels(sample)[0]];
        }

        for (var step = 1; step < operands.StepsOf(sample); step++)
        {
            operands.Emissions(sample, step, emissions);
            var blank = operands.Classes(sample, step)[shape.Blank];
            T* from = operands.Blanks(sample, step - 1), to = operands.Blanks(sample, step);
            Step(from, to, shape.Width, operands.LengthOf(sample), blank, emissions, skips);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Step(T* from, T* to, int width, int length, T blank, T* emissions, T* skips)
    {
        var lanes = Vector512<T>.Count;
        var none = CtcPaths.Lowest<T>();
        for (var k = 0; k <= length; k += lanes)
        {
            var part = Math.Min(lanes, length + 1 - k);
            var blanks = Lanes.LoadPart(from + k, part, none);
            var before = Lanes.LoadPart(from + width + k, part, none);
            Lanes.StorePart(CtcPaths.LogOfSum(blanks, before, none) + Vector512.Create(blank), to + k, part);
            part = Math.Min(lanes, length - k);
            if (part > 0)
            {
                var own = Lanes.LoadPart(from + width + k + 1, part, none);
                var sum = CtcPaths.LogOfSum(own, blanks, before + Lanes.LoadPart(skips + k, part, none));
                Lanes.StorePart(sum + Lanes.LoadPart(emissions + k, part), to + width + k + 1, part);
            }
        }
    }
}
