using Descent.Kernels;

namespace Descent;

/// <summary>A function of one argument with its name, its values and its derivative.</summary>
internal sealed record Function(string Name, Func<double, double> Value, Func<Tensor, Tensor> OfTensor, Func<Expression, Expression> Derivative)
{
    public static readonly Function Exp = new("exp", Math.Exp, x => x.Exp(), Expression.Exp);

    public static readonly Function Log = new("log", Math.Log, x => x.Log(), x => 1.0 / x);

    public static readonly Function Sigmoid = new(
        "sigmoid", x => 1 / (1 + Math.Exp(-x)), x => x.Sigmoid(), x => Expression.Sigmoid(x) * (1.0 - Expression.Sigmoid(x)));

    public static readonly Function Tanh = new("tanh", Math.Tanh, x => x.Tanh(), x => 1.0 - Expression.Power(Expression.Tanh(x), 2));

    public static readonly Function Softplus = new(
        "softplus", x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), x => x.Softplus(), Expression.Sigmoid);

    public static readonly Function Erf = new(
        "erf", PortableMath.Erf, x => x.Erf(), x => 2 / Math.Sqrt(Math.PI) * Expression.Exp(-Expression.Power(x, 2)));

    public static readonly Function Abs = new("abs", Math.Abs, x => x.Abs(), Expression.Sign);

    public static readonly Function Sign = new("sign", x => Math.Sign(x), x => x.Sign(), _ => 0.0);

    private static readonly Function[] All = [Exp, Log, Sigmoid, Tanh, Softplus, Erf, Abs, Sign];

    /// <summary>The function with a name.</summary>
    public static Function Named(string name) => All.First(function => function.Name == name);
}

internal sealed class FunctionExpression(Function function, Expression argument) : Expression
{
    internal override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Function(function.Name, argument);

    public override double Evaluate(IReadOnlyDictionary<string, double> values) => function.Value(argument.Evaluate(values));

    public override Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values) => function.OfTensor(argument.Evaluate(values));

    public override Expression Derivative(string variable) => argument.Derivative(variable) is var inner && inner is ConstantExpression { Value: 0 }
        ? inner
        : function.Derivative(argument) * inner;

    public override string ToString() => $"{function.Name}({argument})";
}

/// <summary>One of two, by a comparison.</summary>
internal sealed class SelectExpression(Expression left, string comparison, Expression right, Expression then, Expression otherwise, string? name = null)
    : Expression
{
    internal override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor)
        => visitor.Select(new Selection(left, comparison, right, then, otherwise, name));

    public override double Evaluate(IReadOnlyDictionary<string, double> values)
    {
        var (a, b) = (left.Evaluate(values), right.Evaluate(values));
        return (comparison == ">" ? a > b : a >= b) ? then.Evaluate(values) : otherwise.Evaluate(values);
    }

    public override Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values)
    {
        var (a, b) = (left.Evaluate(values), right.Evaluate(values));
        return Tensor.Where(comparison == ">" ? a.GreaterThan(b) : a.AtLeast(b), then.Evaluate(values), otherwise.Evaluate(values));
    }

    public override Expression Derivative(string variable)
    {
        var (a, b) = (then.Derivative(variable), otherwise.Derivative(variable));
        return a is ConstantExpression x && b is ConstantExpression y && x.Value.Equals(y.Value)
            ? a
            : new SelectExpression(left, comparison, right, a, b);
    }

    public override string ToString()
        => name is null ? $"({then} if {left} {comparison} {right} else {otherwise})" : $"{name}({then}, {otherwise})";
}
