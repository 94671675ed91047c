namespace Descent;

/// <summary>Tensors one after another along an axis. Gradient: each gets its slice of g.</summary>
internal sealed class ConcatenateOperation(int axis) : Operation
{
    public override string Name => "concatenate";

    /// <summary>The axis.</summary>
    public int Axis => axis;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.IsEmpty)
        {
            throw new ShapeException("concatenate: at least one tensor is needed.");
        }

        var (first, length) = (inputs[0], 0);
        foreach (var input in inputs)
        {
            if (input.Type != first.Type || input.Shape.Rank != first.Shape.Rank || !input.Shape.With(axis, 1).Equals(first.Shape.With(axis, 1)))
            {
                throw new ShapeException($"concatenate: {first.Shape} and {input.Shape} must agree in type and in all axes but {axis}.");
            }

            length += input.Shape[axis];
        }

        return [new(first.Shape.With(axis, length), first.Type)];
    }

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (at, along) = (0, outputs[0].Shape.Axis(axis));
        foreach (var input in inputs)
        {
            StridedCopy.Run(input, outputs[0], along, 0, at, input.Shape[along]);
            at += input.Shape[along];
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var gradients = new Tensor?[entry.Inputs.Count];
        var at = 0;
        for (var i = 0; i < gradients.Length; i++)
        {
            var length = entry.Inputs[i].Shape[axis];
            gradients[i] = entry.Inputs[i].RequiresGradient ? outputGradients[0]!.Slice(axis, at, length) : null;
            at += length;
        }

        return gradients;
    }
}
