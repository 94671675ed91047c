using Descent.Kernels;

namespace Descent;

/// <summary>Axis k of the output is axis permutation[k] of the input. Gradient: g with the axes put back.</summary>
internal sealed class PermuteOperation(int[] permutation) : Operation
{
    public override string Name => "permute";

    /// <summary>The input's axes in the output's order.</summary>
    public IReadOnlyList<int> Axes => permutation;

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var shape = inputs[0].Shape;
        return permutation.Order().SequenceEqual(Enumerable.Range(0, shape.Rank))
            ? [new(new Shape(Array.ConvertAll(permutation, axis => shape[axis])), inputs[0].Type)]
            : throw new ShapeException(
                $"permute: [{string.Join(", ", permutation)}] must name each axis of the shape {shape} once: 0 to "
                + $"{shape.Rank - 1} in the new order.");
    }

    protected override void Execute(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        switch (inputs[0].Type)
        {
            case ElementType.Float32:
                Execute<float>(inputs[0], outputs[0]);
                break;
            case ElementType.Float64:
                Execute<double>(inputs[0], outputs[0]);
                break;
            default:
                Execute<int>(inputs[0], outputs[0]);
                break;
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
    {
        var back = new int[permutation.Length];
        for (var axis = 0; axis < back.Length; axis++)
        {
            back[permutation[axis]] = axis;
        }

        return [new PermuteOperation(back).Apply(outputGradients[0]!)[0]];
    }

    private void Execute<T>(Tensor from, Tensor to)
        where T : unmanaged
        => Copying.Permute<T>(from.Span<T>(), from.Shape.Lengths, permutation, to.Span<T>());
}

public sealed partial class Tensor
{
    /// <summary>
    /// The axes in another order: axis k of the result is axis <paramref name="axes"/>[k] of this; negative axes count from the end.
    /// </summary>
    /// <exception cref="ShapeException">An axis is missing, doubled or does not exist.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        var resolved = axes.ToArray();
        for (var i = 0; i < resolved.Length; i++)
        {
            resolved[i] = Shape.Axis(resolved[i]);
        }

        return new PermuteOperation(resolved).Apply(this)[0];
    }

    /// <summary>Two axes exchanged; the last two unless given, so a matrix becomes its transpose.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        var axes = Enumerable.Range(0, Shape.Rank).ToArray();
        var (a, b) = (Shape.Axis(first), Shape.Axis(second));
        (axes[a], axes[b]) = (b, a);
        return Permute(axes);
    }
}
