namespace Descent;

/// <summary>left + right, left - right, left * right or left / right.</summary>
internal sealed class ArithmeticExpression(char symbol, Expression left, Expression right) : Expression
{
    internal override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Arithmetic(symbol, left, right);

    internal override int Binding => symbol is '+' or '-' ? 1 : 2;

    public override double Evaluate(IReadOnlyDictionary<string, double> values)
    {
        var (a, b) = (left.Evaluate(values), right.Evaluate(values));
        return symbol switch { '+' => a + b, '-' => a - b, '*' => a * b, _ => a / b };
    }

    public override Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values)
    {
        var (a, b) = (left.Evaluate(values), right.Evaluate(values));
        return symbol switch { '+' => a + b, '-' => a - b, '*' => a * b, _ => a / b };
    }

    public override Expression Derivative(string variable)
    {
        var (a, b) = (left.Derivative(variable), right.Derivative(variable));
        return symbol switch
        {
            '+' => a + b,
            '-' => a - b,
            '*' => (a * right) + (left * b),
            _ => b is ConstantExpression { Value: 0 } ? a / right : ((a * right) - (left * b)) / Power(right, 2),
        };
    }

    public override string ToString()
    {
        var spaced = symbol is '+' or '-' ? $" {symbol} " : $"{symbol}";
        var negated = symbol == '*' && left is ConstantExpression { Value: -1 };
        return negated
            ? $"-{right.Inside(2)}"
            : $"{left.Inside(Binding)}{spaced}{right.Inside(symbol is '-' or '/' ? Binding + 1 : Binding)}";
    }
}

/// <summary>argument ^ exponent, the exponent being a constant.</summary>
internal sealed class PowerExpression(Expression argument, double exponent) : Expression
{
    internal override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Power(argument, exponent);

    internal override int Binding => 3;

    public override double Evaluate(IReadOnlyDictionary<string, double> values) => Math.Pow(argument.Evaluate(values), exponent);

    public override Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values) => argument.Evaluate(values).Power(exponent);

    public override Expression Derivative(string variable) => exponent * Power(argument, exponent - 1) * argument.Derivative(variable);

    public override string ToString() => exponent == 0.5 ? $"sqrt({argument})" : $"{argument.Inside(4)}^{Constant(exponent).Inside(3)}";
}
