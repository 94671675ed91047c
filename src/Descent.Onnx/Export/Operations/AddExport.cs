namespace Descent.Onnx;

/// <summary>A sum; where it adds a bias to a matrix product that nothing else reads, it becomes a part of the product.</summary>
internal sealed class AddExport() : OperationExport<AddOperation>("add")
{
    protected override string Write(AddOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var isRow = call.Input(1).Rank == 1 && call.Input(1).BatchAxes().Count == 0 && call.Input(1).First[0] == call.Output().First[-1];
        if (isRow && graph.LastNode(inputs[0]) is { OpType: "Gemm", Input.Count: 2 } product && graph.ReadersOf(call, 0) == 1)
        {
            product.Input.Add(inputs[1]);
            return inputs[0];
        }

        return graph.Node("Add", inputs);
    }
}
