using Descent.Kernels;

namespace Descent;

/// <summary>
/// The rows of a table that integer indices name. Shapes: table [rows, ...], indices any, y [indices..., ...].
/// Gradient: g added to the rows it came from, repeated ones adding up.
/// </summary>
internal sealed class GatherRowsOperation : FloatingOperation
{
    public override string Name => "gather rows";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs)
    {
        var (table, indices) = (inputs[0], inputs[1]);
        if (table.Shape.Rank == 0 || !table.Type.IsFloating() || indices.Type != ElementType.Int32)
        {
            throw new ShapeException(
                $"gather rows: a floating table with at least one axis and Int32 indices are needed, not {table.Type} {table.Shape} "
                + $"and {indices.Type} {indices.Shape}; convert the indices with To(ElementType.Int32).");
        }

        return [new(new Shape([.. indices.Shape.Lengths, .. table.Shape.Lengths[1..]]), table.Type)];
    }

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        => Copying.Gather<T>(inputs[0].Span<T>(), inputs[1].Span<int>(), inputs[0].Shape.Around(0).Inner, outputs[0].Span<T>());

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new ScatterRowsOperation(entry.Inputs[0].Shape).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

/// <summary>A table of zeros to which rows are added at indices, in their order. Gradient: the rows of g at the indices.</summary>
internal sealed class ScatterRowsOperation(Shape table) : FloatingOperation
{
    public override string Name => "scatter rows";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(table, inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        outputs[0].Span<T>().Clear();
        Copying.ScatterAdd<T>(inputs[0].Span<T>(), inputs[1].Span<int>(), table.Around(0).Inner, outputs[0].Span<T>());
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new GatherRowsOperation().Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

public sealed partial class Tensor
{
    /// <summary>
    /// The rows of this table [rows, ...] that <paramref name="indices"/> name, in the indices' shape; repeated rows add up their
    /// gradients.
    /// </summary>
    /// <exception cref="ShapeException">The indices are not Int32.</exception>
    /// <exception cref="DataException">An index is no row; the message names its place.</exception>
    public Tensor GatherRows(Tensor indices) => new GatherRowsOperation().Apply(this, indices)[0];
}
