namespace Descent.Onnx;

/// <summary>0 where all features of a step are one value, NaN counting as equal to NaN.</summary>
internal sealed class MaskOfValuesExport() : OperationExport<MaskOfValuesOperation>("mask of values")
{
    protected override string Write(MaskOfValuesOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var same = double.IsNaN(operation.Padding)
            ? graph.Node("IsNaN", inputs)
            : graph.Node("Equal", [inputs[0], graph.Number(operation.Padding)]);
        var other = graph.Cast(graph.Node("Not", [same]), ElementType.Float32);
        var rank = call.Input(0).Rank;
        var any = rank == 2
            ? other
            : graph.Node("ReduceMax", [other], Attributes.Integers("axes", Enumerable.Range(2, rank - 2)), Attributes.Integer("keepdims", 0));
        return graph.Cast(any, ElementType.Int32);
    }
}
