namespace Descent;

/// <summary>
/// Writes a derivative as a person would: x * (1 / y) becomes x / y, a + (-b) becomes a - b, and a part that has a name takes its name.
/// </summary>
/// <param name="part">The part to name, as it prints; null for none.</param>
/// <param name="name">Its name.</param>
internal sealed class ExpressionSimplifier(Expression? part = null, Expression? name = null) : IExpressionVisitor<Expression>
{
    private readonly string? printed = part?.ToString();

    /// <summary>The simpler form; equal to the given one for all values.</summary>
    public Expression Simplify(Expression expression)
        => name is not null && expression.ToString() == printed ? name : expression.Accept(this);

    public Expression Number(double value) => value;

    public Expression Variable(string name) => Expression.Variable(name);

    public Expression Arithmetic(char symbol, Expression left, Expression right)
    {
        var (a, b) = (Simplify(left), Simplify(right));
        return symbol switch
        {
            '*' => Product(a, b),
            '/' => a / b,
            '+' => Negated(b) is { } taken ? a - taken : a + b,
            _ => Negated(b) is { } added ? a + added : a - b,
        };
    }

    public Expression Power(Expression argument, double exponent) => Expression.Power(Simplify(argument), exponent);

    public Expression Function(string name, Expression argument) => new FunctionExpression(Descent.Function.Named(name), Simplify(argument));

    public Expression Select(Selection selection) => new SelectExpression(
        Simplify(selection.Left), selection.Comparison, Simplify(selection.Right),
        Simplify(selection.Then), Simplify(selection.Otherwise), selection.Name);

    private static Expression Product(Expression a, Expression b)
    {
        if (Negated(a) is { } left)
        {
            return Negated(b) is { } right ? Product(left, right) : -Product(left, b);
        }

        return Negated(b) is { } inner ? -Product(a, inner)
            : Numerator(b) is { } divisor ? a / divisor
            : Numerator(a) is { } under ? b / under
            : a * b;
    }

    /// <summary>x of -x; null for anything else.</summary>
    private static Expression? Negated(Expression expression)
        => expression is ConstantExpression { Value: < 0 } constant ? -constant.Value : expression.Accept(NegatedPart.Instance);

    /// <summary>y of 1 / y; null for anything else.</summary>
    private static Expression? Numerator(Expression expression) => expression.Accept(DivisorOfOne.Instance);

    private abstract class Part : IExpressionVisitor<Expression?>
    {
        public Expression? Number(double value) => null;

        public Expression? Variable(string name) => null;

        public abstract Expression? Arithmetic(char symbol, Expression left, Expression right);

        public Expression? Power(Expression argument, double exponent) => null;

        public Expression? Function(string name, Expression argument) => null;

        public Expression? Select(Selection selection) => null;
    }

    private sealed class NegatedPart : Part
    {
        public static readonly NegatedPart Instance = new();

        public override Expression? Arithmetic(char symbol, Expression left, Expression right)
            => symbol == '*' && left is ConstantExpression { Value: -1 } ? right : null;
    }

    private sealed class DivisorOfOne : Part
    {
        public static readonly DivisorOfOne Instance = new();

        public override Expression? Arithmetic(char symbol, Expression left, Expression right)
            => symbol == '/' && left is ConstantExpression { Value: 1 } ? right : null;
    }
}
