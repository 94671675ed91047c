using Descent.Kernels;

namespace Descent;

/// <summary>The options of connectionist temporal classification.</summary>
/// <param name="Blank">The class that stands for no label.</param>
/// <param name="ZeroInfinity">Whether the loss is 0 instead of infinity where no path reads as the labels.</param>
internal sealed record CtcOptions(int Blank, bool ZeroInfinity);

/// <summary>
/// Connectionist temporal classification. Inputs: logits [n, steps, classes]; labels [n, longest], lengths of the inputs [n] and of the
/// labels [n], Int32. Outputs: the loss of each sample [n], and what the gradient needs: log-softmax, and the log-probability of the paths
/// to each state. Gradient for the logits: g (softmax - the share of paths that read the class at the step).
/// </summary>
internal sealed class CtcOperation(CtcOptions options) : FloatingOperation
{
    public override string Name => "ctc";

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (logits, type) = (inputs[0].Shape, CommonType(inputs[..1]));
        return
        [
            new(new Shape(logits[0]), type), new(logits, type),
            new(new Shape(logits[0], logits[1], ShapeOf(inputs[0], inputs[1], options.Blank).States), type),
        ];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var shape = ShapeOf(inputs[0], inputs[1], options.Blank);
        ReadOnlySpan<int> labels = inputs[1].Span<int>(), steps = inputs[2].Span<int>(), lengths = inputs[3].Span<int>();
        Check(shape, labels, steps, lengths);
        SoftmaxRows.LogForward<T>(inputs[0].Span<T>(), shape.Samples * shape.Steps, shape.Classes, 1, outputs[1].Span<T>());
        CtcPaths.Forward<T>(
            shape, outputs[1].Span<T>(), labels, steps, lengths, options.ZeroInfinity, outputs[0].Span<T>(), outputs[2].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var (inputs, outputs) = (entry.Inputs, entry.Outputs);
        if (Record.IsOn)
        {
            return Gradients.Through([CtcComposition.Of(options, inputs)], outputGradients[..1], inputs);
        }

        var gradient = new CtcGradientOperation(options);
        return [gradient.Apply(outputGradients[0]!, outputs[1], inputs[1], inputs[2], inputs[3], outputs[2])[0], null, null, null];
    }

    internal static CtcShape ShapeOf(Tensor logits, Tensor labels, int blank)
        => new(logits.Shape[0], logits.Shape[1], logits.Shape[2], labels.Shape[1], blank);

    private static void Check(in CtcShape shape, ReadOnlySpan<int> labels, ReadOnlySpan<int> steps, ReadOnlySpan<int> lengths)
    {
        for (var sample = 0; sample < shape.Samples; sample++)
        {
            if (steps[sample] < 1 || steps[sample] > shape.Steps)
            {
                throw new DataException(
                    $"ctc, sample {sample}: the input length is {steps[sample]}; it must be from 1 to {shape.Steps}, the steps of the logits.");
            }

            if (lengths[sample] < 0 || lengths[sample] > shape.Longest)
            {
                throw new DataException(
                    $"ctc, sample {sample}: the target length is {lengths[sample]}; it must be from 0 to {shape.Longest}, the width of "
                    + "the targets.");
            }

            foreach (var label in labels.Slice(sample * shape.Longest, lengths[sample]))
            {
                if ((uint)label >= (uint)shape.Classes || label == shape.Blank)
                {
                    throw new DataException(
                        $"ctc, sample {sample}: label {label}, classes are 0..{shape.Classes - 1} without the blank {shape.Blank}. "
                        + "Number the labels beside the blank, and end shorter targets with -1.");
                }
            }
        }
    }
}

/// <summary>
/// The gradient of a connectionist temporal classification for its logits, for when it is not recorded itself. Inputs: the gradient [n]
/// that flows in, log-softmax, labels, lengths of inputs and labels, and the log-probabilities of the states.
/// </summary>
internal sealed class CtcGradientOperation(CtcOptions options) : FloatingOperation
{
    public override string Name => "ctc'";

    protected internal override bool IsDifferentiable(int output) => false;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[1].Shape, CommonType(inputs[..2]))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => CtcPaths.Gradient<T>(
            CtcOperation.ShapeOf(inputs[1], inputs[2], options.Blank),
            inputs[0].Span<T>(), inputs[1].Span<T>(), inputs[2].Span<int>(), inputs[3].Span<int>(), inputs[4].Span<int>(),
            inputs[5].Span<T>(), outputs[0].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A recorded gradient of a connectionist temporal classification is composed of operations.");
}
