namespace Descent.Onnx;

/// <summary>Writes what no input and no parameter has a part in. Where it is as long as the batch, one sample of it is kept and stretched.</summary>
internal static class ConstantWriter
{
    /// <summary>The name of a constant that both runs made.</summary>
    /// <exception cref="DescentException">It is another for each batch, in more than its length.</exception>
    public static string Write(GraphWriter graph, Tensor first, Tensor second, string reader)
    {
        var shape = new BatchShape(first.Shape, second.Shape);
        var batch = shape.BatchAxes();
        if (batch.Count == 0)
        {
            return Same(first, second)
                ? first.Shape.Rank == 0 && first.Type.IsFloating() ? graph.Number(first.Item()) : graph.Constant(first)
                : throw Differs(reader, first);
        }

        var row = first;
        foreach (var axis in batch)
        {
            row = row.Slice(axis, 0, 1);
        }

        return Same(row.BroadcastTo(first.Shape), first) && Same(row.BroadcastTo(second.Shape), second)
            ? graph.Node("Expand", [graph.Constant(row), graph.Lengths(shape)])
            : throw Differs(reader, first);
    }

    private static bool Same(Tensor first, Tensor second) => first.Type == ElementType.Int32
        ? first.ToArray<int>().AsSpan().SequenceEqual(second.ToArray<int>())
        : first.ToArray<float>().AsSpan().SequenceEqual(second.ToArray<float>());

    private static DescentException Differs(string reader, Tensor value) => new(
        $"An input of '{reader}', {value.Type} {value.Shape}, is computed from neither the model's input nor its parameters, and is another for each "
        + "size of batch: ONNX cannot repeat that.");
}
