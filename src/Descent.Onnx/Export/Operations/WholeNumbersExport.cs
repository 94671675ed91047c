namespace Descent.Onnx;

/// <summary>Tokens that come as floating numbers; what is no whole number is refused here and cut there.</summary>
internal sealed class WholeNumbersExport() : OperationExport<WholeNumbersOperation>("whole numbers")
{
    protected override string Write(WholeNumbersOperation operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Cast(inputs[0], ElementType.Int32);
}
