namespace Descent.Onnx;

/// <summary>A function of each element: as ONNX's own operator, or by its formula.</summary>
internal sealed class ElementwiseExport() : OperationExport<IElementwiseFormula>("every function of one number that has a formula")
{
    protected override string Write(IElementwiseFormula operation, RecordedCall call, string[] inputs, GraphWriter graph)
        => NativeFunction.All.Select(native => native.Write((Operation)operation, inputs[0], graph)).FirstOrDefault(output => output is not null)
            ?? new ExpressionWriter(graph, inputs[0]).Write(operation.Formula(Expression.Variable("x")));
}
