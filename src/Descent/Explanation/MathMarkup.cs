namespace Descent;

/// <summary>Formulas as presentation MathML, which browsers show without help.</summary>
internal sealed class MathMarkup(IReadOnlyDictionary<string, double>? numbers) : FormulaWriter(numbers)
{
    public override string Symbol(string name)
    {
        if (FormulaSymbol.Norm(name) is { } norm)
        {
            return $"<mrow><mo>&#x2016;</mo>{Symbol(norm.Inner)}<mo>&#x2016;</mo>{Operators(norm.Primes)}</mrow>";
        }

        if (FormulaSymbol.Derivative(name) is { } derivative)
        {
            return $"<mfrac><mrow><mo>&#x2202;</mo>{Symbol(derivative.Of)}</mrow><mrow><mo>&#x2202;</mo>{Symbol(derivative.By)}</mrow></mfrac>";
        }

        var symbol = FormulaSymbol.Parse(name);
        var letter = symbol.Letter switch
        {
            "delta" => "<mi>&#x3B4;</mi>",
            "rate" => "<mi>&#x3B7;</mi>",
            "beta" => "<mi>&#x3B2;</mi>",
            "epsilon" => "<mi>&#x3B5;</mi>",
            "yhat" or "mhat" or "vhat" => $"<mover><mi>{symbol.Letter[0]}</mi><mo>^</mo></mover>",
            { Length: 1 } => $"<mi>{symbol.Letter}</mi>",
            _ => $"<mtext>{symbol.Letter}</mtext>",
        };
        var lower = symbol.Lower.Length == 0 ? "<mrow></mrow>" : $"<mn>{symbol.Lower}</mn>";
        var upper = symbol.Upper.Length + symbol.Primes.Length == 0
            ? "<mrow></mrow>"
            : $"<mrow>{(symbol.Upper.Length > 0 ? $"<mtext>{symbol.Upper}</mtext>" : "")}{Operators(symbol.Primes)}</mrow>";
        return $"<msubsup>{letter}{lower}{upper}</msubsup>";
    }

    public override string Number(double value) => $"<mn>{base.Number(value)}</mn>";

    public override string Power(Expression argument, double exponent)
        => exponent == 0.5 ? $"<msqrt>{Write(argument)}</msqrt>" : $"<msup><mrow>{Base(argument)}</mrow>{Number(exponent)}</msup>";

    public override string Function(string name, Expression argument)
        => $"<mrow><mi>{(name == "sigmoid" ? "&#x3C3;" : name)}</mi>{Parentheses(Write(argument))}</mrow>";

    public override string Select(Selection selection)
        => selection.Name is { } name
            ? $"<mrow><mi>{name}</mi>{Parentheses($"{Write(selection.Then)}<mo>,</mo>{Write(selection.Otherwise)}")}</mrow>"
            : $"<mrow><mo>{{</mo><mtable><mtr><mtd>{Write(selection.Then)}</mtd><mtd>{Write(selection.Left)}<mo>{Comparison(selection)}</mo>"
                + $"{Write(selection.Right)}</mtd></mtr><mtr><mtd>{Write(selection.Otherwise)}</mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>";

    protected override string Parentheses(string inner) => $"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>";

    protected override string Negative(string inner) => $"<mrow><mo>&#x2212;</mo>{inner}</mrow>";

    // Two fractions side by side would read as one.
    protected override string Product(string left, string right)
    {
        var isSeen = HasNumbers || (left.EndsWith("</mfrac>", StringComparison.Ordinal) && right.StartsWith("<mfrac>", StringComparison.Ordinal));
        return $"<mrow>{left}<mo>{(isSeen ? "&#x22C5;" : "&#x2062;")}</mo>{right}</mrow>";
    }

    protected override string Sum(char sign, string left, string right) => $"<mrow>{left}<mo>{(sign == '-' ? "&#x2212;" : "+")}</mo>{right}</mrow>";

    protected override string Quotient(Expression left, Expression right) => $"<mfrac><mrow>{Write(left)}</mrow><mrow>{Write(right)}</mrow></mfrac>";

    private static string Comparison(Selection selection) => selection.Comparison == ">" ? "&gt;" : "&#x2265;";

    private static string Operators(string primes) => string.Concat(primes.Select(_ => "<mo>&#x2032;</mo>"));
}
