namespace Descent;

/// <summary>Formulas as plain text: w11 * x1 + b1.</summary>
internal sealed class TextFormula(IReadOnlyDictionary<string, double>? numbers) : FormulaWriter(numbers)
{
    public override string Symbol(string name)
    {
        if (FormulaSymbol.Norm(name) is { } norm)
        {
            return $"|{Symbol(norm.Inner)}|{norm.Primes}";
        }

        if (FormulaSymbol.Derivative(name) is { } derivative)
        {
            return $"d{Symbol(derivative.Of)}/d{Symbol(derivative.By)}";
        }

        var symbol = FormulaSymbol.Parse(name);
        return symbol.Upper.Length == 0 && !symbol.Lower.Contains(',', StringComparison.Ordinal) && !symbol.Letter.Contains('.', StringComparison.Ordinal)
            ? symbol.Letter + symbol.Lower + symbol.Primes
            : $"{symbol.Letter}{symbol.Upper}{(symbol.Lower.Length > 0 ? $"[{symbol.Lower}]" : "")}{symbol.Primes}";
    }

    public override string Power(Expression argument, double exponent)
        => exponent == 0.5 ? $"sqrt({Write(argument)})" : $"{Base(argument)}^{Number(exponent)}";

    public override string Function(string name, Expression argument) => $"{name}({Write(argument)})";

    public override string Select(Selection selection)
        => selection.Name is { } name
            ? $"{name}({Write(selection.Then)}, {Write(selection.Otherwise)})"
            : $"({Write(selection.Then)} if {Write(selection.Left)} {selection.Comparison} {Write(selection.Right)} else {Write(selection.Otherwise)})";

    protected override string Parentheses(string inner) => $"({inner})";

    protected override string Negative(string inner) => $"-{inner}";

    protected override string Product(string left, string right) => $"{left} * {right}";

    protected override string Sum(char sign, string left, string right) => $"{left} {sign} {right}";

    protected override string Quotient(Expression left, Expression right) => $"{Inside(left, 2)} / {Inside(right, 3)}";
}
