using System.Numerics;
using Descent.Kernels;

namespace Descent;

/// <summary>The sum along one axis, which keeps the length 1. Gradient: g stretched along the axis.</summary>
internal sealed class SumOperation(int axis) : FloatingOperation
{
    public override string Name => "sum";

    /// <summary>The axis.</summary>
    public int Axis => axis;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(inputs[0].Shape.With(axis, 1), CommonType(inputs))];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var shape = inputs[0].Shape;
        Reductions.Sum<T>(
            inputs[0].Span<T>(), shape.Product(0, axis), shape[axis], shape.Product(axis + 1, shape.Rank), outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [outputGradients[0]!.BroadcastTo(entry.Inputs[0].Shape)];
}

public sealed partial class Tensor
{
    /// <summary>The sum of all elements, a scalar.</summary>
    public Tensor Sum() => new SumOperation(0).Apply(Reshape(Count))[0].Reshape(Shape.Scalar);

    /// <summary>The sum along one axis.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Sum(int axis, bool keepAxis = false)
    {
        var at = Shape.Axis(axis);
        var sum = new SumOperation(at).Apply(this)[0];
        return keepAxis ? sum : sum.Reshape(Shape.Without(at));
    }

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <exception cref="ShapeException">There is no element.</exception>
    public Tensor Mean() => Count > 0 ? Sum() * (1.0 / Count) : throw new ShapeException("There is no mean of no elements.");

    /// <summary>The mean along one axis.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or it has no element.</exception>
    public Tensor Mean(int axis, bool keepAxis = false) => Shape[axis] > 0
        ? Sum(axis, keepAxis) * (1.0 / Shape[axis])
        : throw new ShapeException($"There is no mean of no elements: axis {axis} of the shape {Shape} is empty.");

    /// <summary>Sums over the axes along which this was stretched from a shape, so that it gets that shape.</summary>
    internal Tensor SumTo(Shape shape)
    {
        if (Shape.Equals(shape))
        {
            return this;
        }

        // Neighbouring stretched axes are summed as one.
        var sum = this;
        var lead = Shape.Rank - shape.Rank;
        for (var axis = 0; axis < Shape.Rank;)
        {
            var end = axis;
            while (end < Shape.Rank && (end < lead || (shape[end - lead] == 1 && Shape[end] != 1)))
            {
                end++;
            }

            if (end > axis)
            {
                sum = sum.SumRange(axis, end);
            }

            axis = Math.Max(end, axis + 1);
        }

        return sum.Reshape(shape);
    }

    private Tensor SumRange(int start, int end)
    {
        var merged = Reshape(Shape.Product(0, start), Shape.Product(start, end), Shape.Product(end, Shape.Rank));
        var lengths = Shape.Lengths.ToArray();
        lengths.AsSpan(start, end - start).Fill(1);
        return merged.Sum(1).Reshape(new Shape(lengths));
    }
}
