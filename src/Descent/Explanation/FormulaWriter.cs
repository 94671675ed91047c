namespace Descent;

/// <summary>Writes a formula in one notation: with symbols, or with numbers in their place.</summary>
/// <param name="numbers">The numbers; null for symbols.</param>
internal abstract class FormulaWriter(IReadOnlyDictionary<string, double>? numbers) : IExpressionVisitor<string>
{
    private const int Whole = 4;

    /// <summary>Whether numbers stand for the symbols.</summary>
    protected bool HasNumbers => numbers is not null;

    /// <summary>The formula.</summary>
    public string Write(Expression formula) => formula.Accept(this);

    /// <summary>A symbol.</summary>
    public abstract string Symbol(string name);

    public virtual string Number(double value) => FormulaSymbol.Number(value);

    public string Variable(string name) => numbers is null ? Symbol(name) : Number(numbers[name]);

    public string Arithmetic(char symbol, Expression left, Expression right) => symbol switch
    {
        '*' when left is ConstantExpression { Value: -1 } => Negative(Inside(right, 2)),
        '/' => Quotient(left, right),
        '*' => Product(Inside(left, 2), Inside(right, 2)),
        _ => Sum(symbol, IsNegative(left) ? Write(left) : Inside(left, 1), Inside(right, symbol == '-' ? 2 : 1)),
    };

    public abstract string Power(Expression argument, double exponent);

    public abstract string Function(string name, Expression argument);

    public abstract string Select(Selection selection);

    /// <summary>The formula, in parentheses where it binds weaker than its place asks.</summary>
    protected string Inside(Expression formula, int binding)
        => IsNegative(formula) || formula.Binding < binding ? Parentheses(Write(formula)) : Write(formula);

    /// <summary>The formula as an argument of a power.</summary>
    protected string Base(Expression formula) => Inside(formula, Whole);

    protected abstract string Parentheses(string inner);

    protected abstract string Negative(string inner);

    protected abstract string Product(string left, string right);

    protected abstract string Sum(char sign, string left, string right);

    protected abstract string Quotient(Expression left, Expression right);

    private bool IsNegative(Expression formula)
        => formula is ConstantExpression { Value: < 0 } || (formula is VariableExpression { Name: var name } && numbers?[name] < 0);
}
