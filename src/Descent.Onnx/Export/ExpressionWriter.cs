using Descent.Onnx.Schema;

namespace Descent.Onnx;

/// <summary>Writes a function's formula as nodes, so that whatever knows its formula can be exported.</summary>
internal sealed class ExpressionWriter(GraphWriter graph, string x) : IExpressionVisitor<string>
{
    /// <summary>The value of a formula of x.</summary>
    public string Write(Expression expression) => expression.Accept(this);

    /// <inheritdoc/>
    public string Number(double value) => graph.Number(value);

    /// <inheritdoc/>
    public string Variable(string name) => x;

    /// <inheritdoc/>
    public string Arithmetic(char symbol, Expression left, Expression right)
        => graph.Node(symbol switch { '+' => "Add", '-' => "Sub", '*' => "Mul", _ => "Div" }, [Write(left), Write(right)]);

    /// <inheritdoc/>
    public string Power(Expression argument, double exponent)
    {
        var inner = Write(argument);
        return exponent switch
        {
            0.5 => graph.Node("Sqrt", [inner]),
            -1 => graph.Node("Reciprocal", [inner]),
            -0.5 => graph.Node("Reciprocal", [graph.Node("Sqrt", [inner])]),
            2 => graph.Node("Mul", [inner, inner]),
            _ => graph.Node("Pow", [inner, graph.Number(exponent)]),
        };
    }

    /// <inheritdoc/>
    public string Function(string name, Expression argument) => graph.Node(
        name switch
        {
            "exp" => "Exp",
            "log" => "Log",
            "sigmoid" => "Sigmoid",
            "tanh" => "Tanh",
            "softplus" => "Softplus",
            "erf" => "Erf",
            "abs" => "Abs",
            "sign" => "Sign",
            _ => throw new DescentException($"The function '{name}' of a formula has no counterpart in ONNX."),
        },
        [Write(argument)]);

    /// <inheritdoc/>
    public string Select(Selection selection)
    {
        if (selection.Name is { } name)
        {
            return graph.Node(name == "max" ? "Max" : "Min", [Write(selection.Then), Write(selection.Otherwise)]);
        }

        var condition = graph.Node(selection.Comparison == ">" ? "Greater" : "GreaterOrEqual", [Write(selection.Left), Write(selection.Right)]);
        return graph.Node("Where", [condition, Write(selection.Then), Write(selection.Otherwise)]);
    }
}
