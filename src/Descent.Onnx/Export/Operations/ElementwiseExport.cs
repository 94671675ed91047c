namespace Descent.Onnx;

/// <summary>A function of each element: as ONNX's own operator, or by its formula.</summary>
internal sealed class ElementwiseExport() : OperationExport<IElementwiseFormula>("every function of one number that has a formula")
{
    private static readonly Expression X = Expression.Variable("x");

    protected override string Write(IElementwiseFormula operation, RecordedCall call, string[] inputs, GraphWriter graph)
    {
        var (formula, other) = (operation.Formula(X), ((IElementwiseFormula)call.Second.Operation).Formula(X));
        if (formula.ToString() != other.ToString())
        {
            throw new DescentException($"'{call.Name}' is {formula} for a batch of {BatchShape.FirstBatch} and {other} for one of {BatchShape.SecondBatch}; ONNX cannot express that.");
        }

        return NativeFunction.All.Select(native => native.Write((Operation)operation, inputs[0], graph)).FirstOrDefault(output => output is not null)
            ?? new ExpressionWriter(graph, inputs[0]).Write(formula);
    }
}
