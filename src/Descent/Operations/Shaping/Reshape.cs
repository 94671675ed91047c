namespace Descent;

/// <summary>The same elements in the same order under another shape: a view, nothing is copied. Gradient: g in the input's shape.</summary>
internal sealed class ReshapeOperation(Shape shape) : Operation
{
    public override string Name => "reshape";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
        => inputs[0].Count == shape.Count
            ? [new(shape, inputs[0].Type)]
            : throw new ShapeException($"reshape: {inputs[0].Shape} has {inputs[0].Count} elements, {shape} has {shape.Count}; they must be equal.");

    private protected override Tensor Allocate(TensorSpec spec, ReadOnlySpan<Tensor> inputs, int output)
        => new(spec.Shape, spec.Type, inputs[0].Storage, inputs[0].Offset);

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        // The output is a view of the input.
    }

    protected internal override OperationCost Cost(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => default;

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [outputGradients[0]!.Reshape(entry.Inputs[0].Shape)];
}

public sealed partial class Tensor
{
    /// <summary>The same elements under another shape, as a view.</summary>
    /// <exception cref="ShapeException">The element counts differ.</exception>
    public Tensor Reshape(Shape shape) => new ReshapeOperation(shape).Apply(this)[0];

    /// <summary>The same elements under another shape, as a view; one length may be -1 and is worked out.</summary>
    /// <exception cref="ShapeException">The element counts differ, or more than one length is -1.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> lengths)
    {
        var resolved = lengths.ToArray();
        var open = Array.IndexOf(resolved, -1);
        if (open >= 0)
        {
            resolved[open] = 1;
            if (resolved.Contains(-1))
            {
                throw new ShapeException($"reshape: only one length of [{string.Join(", ", lengths.ToArray())}] may be -1.");
            }

            var others = new Shape(resolved).Count;
            resolved[open] = others == 0 ? 0 : Count / others;
        }

        return Reshape(new Shape(resolved));
    }

    /// <summary>The axes from <paramref name="start"/> on as one: [n, c, h, w] becomes [n, c h w] for start 1. A view.</summary>
    public Tensor Flatten(int start = 1, int end = -1)
    {
        var (from, to) = (Shape.Axis(start), Shape.Axis(end));
        return Reshape(new Shape([.. Shape.Lengths[..from], Shape.Product(from, to + 1), .. Shape.Lengths[(to + 1)..]]));
    }
}
