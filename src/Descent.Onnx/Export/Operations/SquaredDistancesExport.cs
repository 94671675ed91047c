namespace Descent.Onnx;

/// <summary>Squared distances of rows to centres, by differences of each with each.</summary>
internal sealed class SquaredDistancesExport() : OperationExport<SquaredDistancesOperation>("squared distances")
{
    protected override string Write(SquaredDistancesOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var rows = graph.Node("Unsqueeze", [inputs[0], graph.Integers(1)]);
        var centres = graph.Node("Unsqueeze", [inputs[1], graph.Integers(0)]);
        var difference = graph.Node("Sub", [rows, centres]);
        return graph.Node("ReduceSum", [graph.Node("Mul", [difference, difference]), graph.Integers(2)], Attributes.Integer("keepdims", 0));
    }
}
