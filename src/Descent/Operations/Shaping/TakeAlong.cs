namespace Descent;

/// <summary>
/// y[o, 0, i] = x[o, index[o, 0, i], i] along one axis, which is left with length 1. Gradient: g put at the index, zeros elsewhere.
/// </summary>
internal sealed class TakeAlongOperation(int axis) : FloatingOperation
{
    public override string Name => "take along";

    /// <summary>The axis.</summary>
    public int Axis => axis;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (x, index) = (inputs[0], inputs[1]);
        return x.Type.IsFloating() && index.Type == ElementType.Int32 && index.Shape.Equals(x.Shape.With(axis, 1))
            ? [new(index.Shape, x.Type)]
            : throw new ShapeException(
                $"take along: {x.Shape} needs Int32 indices {x.Shape.With(axis, 1)}, one for each place beside axis {axis}, not "
                + $"{index.Type} {index.Shape}.");
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, length, inner) = inputs[0].Shape.Around(axis);
        var x = inputs[0].Span<T>();
        var index = inputs[1].Span<int>();
        var y = outputs[0].Span<T>();
        for (var i = 0; i < outer * inner; i++)
        {
            if ((uint)index[i] >= (uint)length)
            {
                throw new DataException(
                    $"take along: index {i} is {index[i]}, but axis {axis} of {inputs[0].Shape} has the places 0..{length - 1}.");
            }

            y[i] = x[(((i / inner * length) + index[i]) * inner) + (i % inner)];
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new PutAlongOperation(axis, entry.Inputs[0].Shape[axis]).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

/// <summary>
/// y[o, index[o, 0, i], i] = x[o, 0, i] along one axis of a given length, zeros elsewhere. Gradient: g taken at the index.
/// </summary>
internal sealed class PutAlongOperation(int axis, int length) : FloatingOperation
{
    public override string Name => "put along";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape.With(axis, length), inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (outer, _, inner) = outputs[0].Shape.Around(axis);
        var x = inputs[0].Span<T>();
        var index = inputs[1].Span<int>();
        var y = outputs[0].Span<T>();
        y.Clear();
        for (var i = 0; i < outer * inner; i++)
        {
            y[(((i / inner * length) + index[i]) * inner) + (i % inner)] = x[i];
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new TakeAlongOperation(axis).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

public sealed partial class Tensor
{
    /// <summary>
    /// One element along an axis for each place beside it: the logit of the right class, for example. The axis keeps length 1.
    /// </summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="indices">Int32, of this shape with length 1 along the axis.</param>
    /// <exception cref="ShapeException">The indices have another shape or type.</exception>
    /// <exception cref="DataException">An index is outside the axis.</exception>
    public Tensor TakeAlong(int axis, Tensor indices) => new TakeAlongOperation(Shape.Axis(axis)).Apply(this, indices)[0];
}
