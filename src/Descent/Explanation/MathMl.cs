namespace Descent;

/// <summary>Formulas as presentation MathML, which browsers show without help.</summary>
public static class MathMl
{
    private static readonly MathMarkup Symbols = new(null);

    /// <summary>A formula as a <c>math</c> element, in symbols or with numbers in their place.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="numbers">The number of each symbol; null for symbols.</param>
    /// <exception cref="KeyNotFoundException">A symbol has no number.</exception>
    public static string Formula(Expression formula, IReadOnlyDictionary<string, double>? numbers = null)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return Element((numbers is null ? Symbols : new MathMarkup(numbers)).Write(formula));
    }

    /// <summary>A symbol as a <c>math</c> element; names are those of <see cref="ExplanationStep.Name"/>.</summary>
    public static string Symbol(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Element(Symbols.Symbol(name));
    }

    private static string Element(string content) => $"<math><mrow>{content}</mrow></math>";
}
