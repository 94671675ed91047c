namespace Descent;

/// <summary>
/// Connectionist temporal classification step by step, of operations that each have derivatives of any order: slower than the kernel, and
/// independent of it.
/// </summary>
internal static class CtcComposition
{
    /// <summary>The logarithm of what is impossible: finite, so that differences of two such are no NaN.</summary>
    private const double Impossible = -1e30;

    /// <summary>The loss of each sample [n], from the inputs of a <see cref="CtcOperation"/>.</summary>
    public static Tensor Of(CtcOptions options, IReadOnlyList<Tensor> inputs)
    {
        var logits = inputs[0];
        var (samples, steps) = (logits.Shape[0], logits.Shape[1]);
        var plan = new CtcPlanOperation(options.Blank).Apply(logits.Detached(), inputs[1], inputs[2], inputs[3]);
        var (places, active, starts, skips, ends) = (plan[0], plan[1], plan[2], plan[3], plan[4]);
        var emissions = logits.LogSoftmax().Reshape(logits.Count).GatherRows(places);
        var states = starts.Shape[1];
        var none = Tensor.Full(starts.Shape, Impossible, logits.Type);
        Tensor Emission(int step) => emissions.Slice(0, step, 1).Reshape(starts.Shape);
        Tensor Back(Tensor paths, int by) => states <= by
            ? none
            : Tensor.Concatenate(1, none.Slice(1, 0, by), paths.Slice(1, 0, states - by));

        var paths = Tensor.Where(starts, Emission(0), none);
        for (var step = 1; step < steps; step++)
        {
            var reached = LogOfSum(2, paths, Back(paths, 1), Tensor.Where(skips, Back(paths, 2), none));
            paths = Tensor.Where(active.Slice(0, step, 1).Reshape(samples, 1).BroadcastTo(starts.Shape), reached + Emission(step), paths);
        }

        var total = LogOfSum(1, Tensor.Where(ends, paths, none));
        var otherwise = Tensor.Full(total.Shape, options.ZeroInfinity ? 0 : double.PositiveInfinity, total.Type);
        return Tensor.Where(total.GreaterThan(Impossible / 2), -total, otherwise);
    }

    /// <summary>The logarithm of the sum of exponentials along an axis, where several tensors are stacked along a new axis first.</summary>
    private static Tensor LogOfSum(int axis, params Tensor[] parts)
    {
        var stacked = parts.Length == 1
            ? parts[0]
            : Tensor.Concatenate(axis, Array.ConvertAll(parts, part => part.Reshape(new Shape([.. part.Shape.Lengths, 1]))));
        var largest = stacked.Detached().Max(axis, keepAxis: true);
        return ((stacked - largest).Exp().Sum(axis, keepAxis: true).Log() + largest).Sum(axis);
    }
}

/// <summary>
/// What the composition needs to know of labels and lengths: the place of each state's log-probability [steps, n, states] among those of
/// all classes [n, steps, classes]; and as 1 or 0, whether a step is within the input [steps, n], and whether a path may start in a state,
/// skip the one before it, or end in it [n, states]. States are blanks and labels in turn.
/// </summary>
internal sealed class CtcPlanOperation(int blank) : Operation
{
    public override string Name => "ctc plan";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (logits, states) = (inputs[0], (2 * inputs[1].Shape[1]) + 1);
        var (samples, steps) = (logits.Shape[0], logits.Shape[1]);
        var mask = new TensorSpec(new Shape(samples, states), logits.Type);
        return [new(new Shape(steps, samples, states), ElementType.Int32), new(new Shape(steps, samples), logits.Type), mask, mask, mask];
    }

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (inputs[0].Type == ElementType.Float32)
        {
            Fill<float>(inputs, outputs, 1);
        }
        else
        {
            Fill<double>(inputs, outputs, 1);
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients) => [null, null, null, null];

    private void Fill<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, T one)
        where T : unmanaged
    {
        var places = outputs[0].Span<int>();
        Span<T> active = outputs[1].Span<T>(), starts = outputs[2].Span<T>(), skips = outputs[3].Span<T>(), ends = outputs[4].Span<T>();
        var states = outputs[0].Shape[2];
        var (samples, steps, classes) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[0].Shape[2]);
        ReadOnlySpan<int> labels = inputs[1].Span<int>(), inputLengths = inputs[2].Span<int>(), labelLengths = inputs[3].Span<int>();
        starts.Clear();
        skips.Clear();
        ends.Clear();
        for (var sample = 0; sample < samples; sample++)
        {
            var own = labels.Slice(sample * inputs[1].Shape[1], labelLengths[sample]);
            for (var state = 0; state < states; state++)
            {
                var at = (sample * states) + state;
                var place = state / 2;
                var isLabel = state % 2 == 1 && place < own.Length;
                for (var step = 0; step < steps; step++)
                {
                    active[(step * samples) + sample] = step < inputLengths[sample] ? one : default;
                    places[(((step * samples) + sample) * states) + state]
                        = (((sample * steps) + step) * classes) + (isLabel ? own[place] : blank);
                }

                starts[at] = state == 0 || (state == 1 && isLabel) ? one : default;
                skips[at] = isLabel && place > 0 && own[place] != own[place - 1] ? one : default;
                ends[at] = state == 2 * own.Length || state == (2 * own.Length) - 1 ? one : default;
            }
        }
    }
}
