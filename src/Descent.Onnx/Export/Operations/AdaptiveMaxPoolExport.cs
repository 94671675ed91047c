namespace Descent.Onnx;

/// <summary>The maximum of bins that may overlap, for which ONNX has no operator: bins of rows first, then bins of columns.</summary>
internal sealed class AdaptiveMaxPoolExport() : OperationExport<AdaptiveMaxPool2dOperation>("adaptive-max-pool")
{
    protected override string? Write(AdaptiveMaxPool2dOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Compose<AdaptiveMaxPool2dOperation>(call, (_, tensors) => Bins.Of(tensors[0], call.Output().First, (bin, axis) => bin.Max(axis, keepAxis: true)));
}
