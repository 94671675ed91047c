namespace Descent.Onnx;

/// <summary>1 where a comparison holds, else 0.</summary>
internal sealed class CompareExport<TFunction>(string name, string type) : OperationExport<CompareOperation<TFunction>>(name)
    where TFunction : struct, Kernels.IBinaryFunction
{
    protected override string Write(CompareOperation<TFunction> operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => graph.Cast(graph.Node(type, inputs), ElementType.Float32);
}
