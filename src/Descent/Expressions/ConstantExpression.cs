namespace Descent;

internal sealed class ConstantExpression(double value) : Expression
{
    public double Value { get; } = value;

    internal override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Number(Value);

    internal override int Binding => Value < 0 ? 1 : 4;

    public override double Evaluate(IReadOnlyDictionary<string, double> values) => Value;

    public override Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values) => Tensor.Scalar(Value, values.Values.First().Type);

    public override Expression Derivative(string variable) => 0.0;

    public override string ToString() => Number(Value);
}

internal sealed class VariableExpression(string name) : Expression
{
    public string Name { get; } = name;

    internal override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Variable(Name);

    public override double Evaluate(IReadOnlyDictionary<string, double> values) => values[Name];

    public override Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values) => values[Name];

    public override Expression Derivative(string variable) => variable == Name ? 1.0 : 0.0;

    public override string ToString() => Name;
}
