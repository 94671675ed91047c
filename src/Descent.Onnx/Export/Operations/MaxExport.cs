namespace Descent.Onnx;

/// <summary>The maximum along one axis, which stays, and the place of the first.</summary>
internal sealed class MaxExport() : OperationExport<MaxOperation>("max")
{
    protected override string Write(MaxOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        if (graph.IsRead(call, 1))
        {
            var places = graph.Node("ArgMax", inputs, Attributes.Integer("axis", operation.Axis), Attributes.Integer("keepdims", 1));
            graph.Name(call.First.Outputs[1], call.Second.Outputs[1], graph.Cast(places, ElementType.Int32));
        }

        return graph.Node("ReduceMax", inputs, Attributes.Integers("axes", operation.Axis), Attributes.Integer("keepdims", 1));
    }
}
