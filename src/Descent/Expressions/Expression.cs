using System.Globalization;

namespace Descent;

/// <summary>
/// A formula as a tree: it can be printed, evaluated with numbers or with tensors, and differentiated by the rules of calculus.
/// Operations state their mathematics with it; second derivatives and explanations come from the same tree.
/// </summary>
public abstract class Expression
{
    /// <summary>A number.</summary>
    public static Expression Constant(double value) => new ConstantExpression(value);

    /// <summary>A named quantity, such as <c>x</c>.</summary>
    public static Expression Variable(string name) => new VariableExpression(name);

    /// <summary>e to the power of the argument.</summary>
    public static Expression Exp(Expression argument) => new FunctionExpression(Function.Exp, argument);

    /// <summary>The natural logarithm.</summary>
    public static Expression Log(Expression argument) => new FunctionExpression(Function.Log, argument);

    /// <summary>1 / (1 + exp(-argument)).</summary>
    public static Expression Sigmoid(Expression argument) => new FunctionExpression(Function.Sigmoid, argument);

    /// <summary>The hyperbolic tangent.</summary>
    public static Expression Tanh(Expression argument) => new FunctionExpression(Function.Tanh, argument);

    /// <summary>log(1 + exp(argument)), without overflow.</summary>
    public static Expression Softplus(Expression argument) => new FunctionExpression(Function.Softplus, argument);

    /// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to the argument.</summary>
    public static Expression Erf(Expression argument) => new FunctionExpression(Function.Erf, argument);

    /// <summary>The absolute value; its derivative at 0 is taken as 0.</summary>
    public static Expression Abs(Expression argument) => new FunctionExpression(Function.Abs, argument);

    /// <summary>-1, 0 or 1.</summary>
    public static Expression Sign(Expression argument) => new FunctionExpression(Function.Sign, argument);

    /// <summary>The square root.</summary>
    public static Expression Sqrt(Expression argument) => Power(argument, 0.5);

    /// <summary>The argument to a constant power.</summary>
    public static Expression Power(Expression argument, double exponent) => exponent switch
    {
        0 => Constant(1),
        1 => argument,
        _ => new PowerExpression(argument, exponent),
    };

    /// <summary>The larger of two; where they are equal the derivative is that of <paramref name="first"/>.</summary>
    public static Expression Max(Expression first, Expression second) => new SelectExpression(first, ">=", second, first, second, "max");

    /// <summary>The smaller of two; where they are equal the derivative is that of <paramref name="first"/>.</summary>
    public static Expression Min(Expression first, Expression second) => new SelectExpression(second, ">=", first, first, second, "min");

    /// <summary><paramref name="then"/> where left > right, else <paramref name="otherwise"/>.</summary>
    public static Expression WhereGreater(Expression left, Expression right, Expression then, Expression otherwise)
        => new SelectExpression(left, ">", right, then, otherwise);

    /// <summary><paramref name="then"/> where left >= right, else <paramref name="otherwise"/>.</summary>
    public static Expression WhereAtLeast(Expression left, Expression right, Expression then, Expression otherwise)
        => new SelectExpression(left, ">=", right, then, otherwise);

    /// <summary>A number stands for itself.</summary>
    public static implicit operator Expression(double value) => Constant(value);

    /// <summary>The sum.</summary>
    public static Expression operator +(Expression left, Expression right) => (left, right) switch
    {
        (ConstantExpression { Value: 0 }, _) => right,
        (_, ConstantExpression { Value: 0 }) => left,
        (ConstantExpression a, ConstantExpression b) => a.Value + b.Value,
        _ => new ArithmeticExpression('+', left, right),
    };

    /// <summary>The difference.</summary>
    public static Expression operator -(Expression left, Expression right) => (left, right) switch
    {
        (_, ConstantExpression { Value: 0 }) => left,
        (ConstantExpression a, ConstantExpression b) => a.Value - b.Value,
        (ConstantExpression { Value: 0 }, _) => -right,
        _ => new ArithmeticExpression('-', left, right),
    };

    /// <summary>The negative.</summary>
    public static Expression operator -(Expression argument) => -1.0 * argument;

    /// <summary>The product.</summary>
    public static Expression operator *(Expression left, Expression right) => (left, right) switch
    {
        (ConstantExpression { Value: 0 }, _) or (_, ConstantExpression { Value: 0 }) => 0.0,
        (ConstantExpression { Value: 1 }, _) => right,
        (_, ConstantExpression { Value: 1 }) => left,
        (ConstantExpression a, ConstantExpression b) => a.Value * b.Value,
        _ => new ArithmeticExpression('*', left, right),
    };

    /// <summary>The quotient.</summary>
    public static Expression operator /(Expression left, Expression right) => (left, right) switch
    {
        (ConstantExpression { Value: 0 }, _) => 0.0,
        (_, ConstantExpression { Value: 1 }) => left,
        _ => new ArithmeticExpression('/', left, right),
    };

    /// <summary>The value when the variables have the given values.</summary>
    /// <exception cref="KeyNotFoundException">A variable has no value.</exception>
    public abstract double Evaluate(IReadOnlyDictionary<string, double> values);

    /// <summary>The value in every element when the variables are the given tensors; recorded like any computation.</summary>
    /// <exception cref="KeyNotFoundException">A variable has no value.</exception>
    public abstract Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values);

    /// <summary>The partial derivative with respect to a variable.</summary>
    public abstract Expression Derivative(string variable);

    /// <summary>Shows a visitor what stands outermost.</summary>
    internal abstract TResult Accept<TResult>(IExpressionVisitor<TResult> visitor);

    /// <summary>How strongly the outermost operator binds: a weaker one inside a stronger one is printed in parentheses.</summary>
    internal virtual int Binding => 4;

    /// <summary>The value for a single variable <c>x</c>.</summary>
    public double At(double x) => Evaluate(new Dictionary<string, double> { ["x"] = x });

    internal string Inside(int binding) => Binding < binding ? $"({this})" : ToString()!;

    internal static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
