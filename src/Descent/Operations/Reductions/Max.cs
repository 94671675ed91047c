using Descent.Kernels;

namespace Descent;

/// <summary>
/// The maximum along one axis, which keeps the length 1; the second output is its first place. The first NaN counts as the maximum.
/// Gradient: g goes to the first maximum.
/// </summary>
internal sealed class MaxOperation(int axis) : FloatingOperation
{
    public override string Name => "max";

    /// <summary>The axis.</summary>
    public int Axis => axis;

    protected internal override bool IsDifferentiable(int output) => output == 0;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var shape = inputs[0].Shape;
        return shape[axis] > 0
            ? [new(shape.With(axis, 1), CommonType(inputs)), new(shape.With(axis, 1), ElementType.Int32)]
            : throw new ShapeException($"max: axis {axis} of the shape {shape} has no element, so there is no maximum.");
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, length, inner) = inputs[0].Shape.Around(axis);
        Reductions.Maximum<T>(inputs[0].Span<T>(), outer, length, inner, outputs[0].Span<T>(), outputs[1].Span<int>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new PutAlongOperation(axis, entry.Inputs[0].Shape[axis]).Apply(outputGradients[0]!, entry.Outputs[1])[0]];
}

public sealed partial class Tensor
{
    /// <summary>The maximum along one axis; on a tie the gradient goes to the first.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or it has no element.</exception>
    public Tensor Max(int axis, bool keepAxis = false)
    {
        var at = Shape.Axis(axis);
        var maximum = new MaxOperation(at).Apply(this)[0];
        return keepAxis ? maximum : maximum.Reshape(Shape.Without(at));
    }

    /// <summary>The maximum of all elements, a scalar; on a tie the gradient goes to the first.</summary>
    /// <exception cref="ShapeException">There is no element.</exception>
    public Tensor Max() => Reshape(Count).Max(0);

    /// <summary>The place of the first maximum along one axis, as Int32. No gradient flows.</summary>
    /// <inheritdoc cref="Max(int, bool)"/>
    public Tensor ArgMax(int axis = -1, bool keepAxis = false)
    {
        var at = Shape.Axis(axis);
        var places = Record.Without(() => new MaxOperation(at).Apply(this)[1]);
        return keepAxis ? places : places.Reshape(Shape.Without(at));
    }
}
