namespace Descent.Onnx;

/// <summary>One evaluation with a batch of zeros, and what was computed.</summary>
internal sealed record RecordedRun(Tape Tape, Tensor[] Inputs, Tensor Output)
{
    /// <summary>Runs a model.</summary>
    /// <exception cref="DescentException">The model looks at values between operations, which no graph can repeat.</exception>
    public static RecordedRun Of(Func<Tensor[], Tensor> compute, IReadOnlyList<Shape> samples, int batch, ElementType type)
    {
        var inputs = samples.Select(sample => Tensor.Zeros(sample.Prepend(batch), type)).ToArray();
        var output = inputs[0];
        var tape = Record.Without(() => Tape.Of(() => output = compute(inputs)));
        return tape.Obstacle is { } obstacle
            ? throw new DescentException($"The model cannot be exported: {obstacle}, and what it does then may depend on the values.")
            : new RecordedRun(tape, inputs, output);
    }
}
