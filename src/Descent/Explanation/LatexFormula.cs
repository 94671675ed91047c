namespace Descent;

/// <summary>Formulas as LaTeX: w_{11} x_{1} + b_{1}.</summary>
internal sealed class LatexFormula(IReadOnlyDictionary<string, double>? numbers) : FormulaWriter(numbers)
{
    public override string Symbol(string name)
    {
        if (FormulaSymbol.Norm(name) is { } norm)
        {
            return $@"\lVert {Symbol(norm.Inner)} \rVert{norm.Primes}";
        }

        if (FormulaSymbol.Derivative(name) is { } derivative)
        {
            return $@"\frac{{\partial {Symbol(derivative.Of)}}}{{\partial {Symbol(derivative.By)}}}";
        }

        var symbol = FormulaSymbol.Parse(name);
        var letter = symbol.Letter switch
        {
            "delta" => @"\delta",
            "rate" => @"\eta",
            "yhat" => @"\hat{y}",
            "beta" => @"\beta",
            "epsilon" => @"\epsilon",
            "mhat" => @"\hat{m}",
            "vhat" => @"\hat{v}",
            { Length: 1 } => symbol.Letter,
            _ => $@"\text{{{symbol.Letter.Replace("_", @"\_", StringComparison.Ordinal)}}}",
        };
        var upper = symbol.Upper + string.Concat(symbol.Primes.Select(_ => @"\prime"));
        return letter + (upper.Length > 0 ? $"^{{{upper}}}" : "") + (symbol.Lower.Length > 0 ? $"_{{{symbol.Lower}}}" : "");
    }

    public override string Power(Expression argument, double exponent)
        => exponent == 0.5 ? $@"\sqrt{{{Write(argument)}}}" : $"{Base(argument)}^{{{Number(exponent)}}}";

    public override string Function(string name, Expression argument)
        => name switch
        {
            "sigmoid" => @"\sigma",
            "exp" or "log" or "tanh" => $@"\{name}",
            _ => $@"\operatorname{{{name}}}",
        } + Parentheses(Write(argument));

    public override string Select(Selection selection)
        => selection.Name is { } name
            ? $@"\{name}\left({Write(selection.Then)}, {Write(selection.Otherwise)}\right)"
            : $@"\begin{{cases}}{Write(selection.Then)} & {Write(selection.Left)} {Comparison(selection)} {Write(selection.Right)}\\ "
                + $@"{Write(selection.Otherwise)} & \text{{otherwise}}\end{{cases}}";

    protected override string Parentheses(string inner) => $@"\left({inner}\right)";

    protected override string Negative(string inner) => $"-{inner}";

    protected override string Product(string left, string right) => HasNumbers ? $@"{left} \cdot {right}" : $@"{left} \, {right}";

    protected override string Sum(char sign, string left, string right) => $"{left} {sign} {right}";

    protected override string Quotient(Expression left, Expression right) => $@"\frac{{{Write(left)}}}{{{Write(right)}}}";

    private static string Comparison(Selection selection) => selection.Comparison == ">" ? ">" : @"\ge";
}
