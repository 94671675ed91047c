using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>An explanation as Markdown, its formulas in LaTeX.</summary>
public static class ExplanationMarkdown
{
    private static readonly LatexFormula Symbols = new(null);

    /// <summary>The whole page.</summary>
    public static string Write(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {explanation.Title}\n");
        foreach (var section in explanation.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n");
            text.Append(section.Text.Length > 0 ? $"\n{section.Text}\n" : "");
            foreach (var step in section.Steps)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n$${Formula(step)}$$\n");
                text.Append(step.Note is { } note ? $"\n{note}\n" : "");
            }
        }

        return text.ToString();
    }

    private static string Formula(ExplanationStep step)
    {
        var number = FormulaSymbol.Number(step.Value);
        var middle = step.Formula is { } formula ? $" = {Symbols.Write(formula)} = {new LatexFormula(step.Numbers).Write(formula)}" : "";
        var difference = step.Difference is { } other ? $@" \quad (\text{{by finite differences }} {FormulaSymbol.Number(other)})" : "";
        return $"{Symbols.Symbol(step.Name)}{middle} = {number}{difference}";
    }
}
