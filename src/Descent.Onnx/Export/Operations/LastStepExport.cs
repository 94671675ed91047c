namespace Descent.Onnx;

/// <summary>1 at the last real step of each sample: where the number of the step, counted from 1 and 0 for padding, is the largest and not 0.</summary>
internal sealed class LastStepExport() : OperationExport<LastStepOperation>("last step")
{
    protected override string Write(LastStepOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var numbers = graph.Constant(Tensor.From([.. Enumerable.Range(1, call.Output().First[1])]));
        var real = graph.Node("Mul", [graph.Cast(graph.Truth(inputs[0]), ElementType.Int32), numbers]);
        var last = graph.Node("ReduceMax", [real], Attributes.Integers("axes", 1), Attributes.Integer("keepdims", 1));
        return graph.Cast(graph.Node("And", [graph.Node("Equal", [real, last]), graph.Truth(real)]), ElementType.Int32);
    }
}
