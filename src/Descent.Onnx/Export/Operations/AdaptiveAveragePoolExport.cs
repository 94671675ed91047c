namespace Descent.Onnx;

/// <summary>The mean of bins that may overlap, for which ONNX has no operator: bins of rows first, then bins of columns.</summary>
internal sealed class AdaptiveAveragePoolExport() : OperationExport<AdaptiveAveragePool2dOperation>("adaptive-average-pool")
{
    protected override string? Write(AdaptiveAveragePool2dOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Compose<AdaptiveAveragePool2dOperation>(call, (_, tensors) => Bins.Of(tensors[0], call.Output().First, (bin, axis) => bin.Mean(axis, keepAxis: true)));
}
