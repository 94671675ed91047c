using Descent.Kernels;

namespace Descent;

/// <summary>
/// The rows of a table that integer indices name. Shapes: table [rows, ...], indices any, y [indices..., ...].
/// Gradient: g added to the rows it came from, repeated ones adding up; none for the fixed row, if there is one.
/// </summary>
internal sealed class GatherRowsOperation(int? fixedRow = null) : FloatingOperation
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
        => [new ScatterRowsOperation(entry.Inputs[0].Shape, fixedRow).Apply(outputGradients[0]!, entry.Inputs[1])[0], null];
}

/// <summary>
/// A table of zeros to which rows are added at indices, in their order; the fixed row, if there is one, stays zero. Gradient: the rows of g
/// at the indices, zeros for the fixed one.
/// </summary>
internal sealed class ScatterRowsOperation(Shape table, int? fixedRow) : FloatingOperation
{
    public override string Name => "scatter rows";

    protected override TensorSpec[] Infer(ReadOnlySpan<Tensor> inputs) => [new(table, inputs[0].Type)];

    private protected override void Execute<T>(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        outputs[0].Span<T>().Clear();
        var width = table.Around(0).Inner;
        Copying.ScatterAdd<T>(inputs[0].Span<T>(), inputs[1].Span<int>(), width, outputs[0].Span<T>());
        if (fixedRow is { } row)
        {
            outputs[0].Span<T>().Slice(row * width, width).Clear();
        }
    }

    protected internal override Tensor?[] Gradient(Entry entry, ReadOnlySpan<Tensor?> outputGradients)
        => [new GatherRowsOperation().Apply(WithoutFixed(outputGradients[0]!), entry.Inputs[1])[0], null];

    private Tensor WithoutFixed(Tensor rows)
    {
        if (fixedRow is null)
        {
            return rows;
        }

        var lengths = Enumerable.Repeat(1, table.Rank).ToArray();
        lengths[0] = table[0];
        var kept = new double[table[0]];
        kept.AsSpan().Fill(1);
        kept[fixedRow.Value] = 0;
        return rows * Tensor.From<double>(kept, new Shape(lengths)).To(rows.Type);
    }
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
