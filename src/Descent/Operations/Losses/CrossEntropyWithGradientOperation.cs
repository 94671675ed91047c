namespace Descent;

/// <summary>
/// A cross-entropy and its gradient for the logits, given the gradient that flows into each row: inputs logits, targets and that gradient;
/// outputs the losses and weights of the rows and the gradient for the logits. Part of programs.
/// </summary>
internal sealed class CrossEntropyWithGradientOperation(CrossEntropyOperation forward, CrossEntropyGradientOperation backward) : Operation
{
    private readonly Tensor[] gradientInputs = new Tensor[3];

    public override string Name => "cross-entropy with gradient";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => throw new InvalidOperationException("A fused operation is part of a program, whose shapes are known.");

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        forward.Run(inputs[..2], outputs[..2]);
        (gradientInputs[0], gradientInputs[1], gradientInputs[2]) = (inputs[2], inputs[0], inputs[1]);
        backward.Run(gradientInputs, outputs[2..]);
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => throw new InvalidOperationException("A fused operation is part of a program, which has its gradients.");
}
