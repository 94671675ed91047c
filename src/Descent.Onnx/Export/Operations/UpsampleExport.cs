namespace Descent.Onnx;

/// <summary>Images made larger, nearest or linear.</summary>
internal sealed class UpsampleExport() : OperationExport<UpsampleOperation>("upsample")
{
    protected override string Write(UpsampleOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (x, y) = (call.Input(0).First, call.Output().First);
        var scales = graph.Constant(Tensor.From([1f, 1f, (float)y[2] / x[2], (float)y[3] / x[3]], 4));
        var place = operation.AlignsCorners ? "align_corners" : "half_pixel";
        return operation.IsLinear
            ? graph.Node("Resize", [inputs[0], "", scales], Attributes.Text("mode", "linear"), Attributes.Text("coordinate_transformation_mode", place))
            : graph.Node(
                "Resize", [inputs[0], "", scales], Attributes.Text("mode", "nearest"),
                Attributes.Text("coordinate_transformation_mode", "asymmetric"), Attributes.Text("nearest_mode", "floor"));
    }
}
