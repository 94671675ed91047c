namespace Descent.Onnx;

/// <summary>Another element type.</summary>
internal sealed class ConvertExport() : OperationExport<ConvertOperation>("convert")
{
    protected override string Write(ConvertOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Cast(inputs[0], call.First.Outputs[0].Type);
}
