namespace Descent.Onnx;

/// <summary>The logarithm of softmax.</summary>
internal sealed class LogSoftmaxExport() : OperationExport<LogSoftmaxOperation>("log-softmax")
{
    protected override string Write(LogSoftmaxOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Node("LogSoftmax", inputs, Attributes.Integer("axis", operation.Axis));
}
