using System.Globalization;
using System.Net;
using System.Text;

namespace Descent;

/// <summary>An explanation as one page of HTML, its formulas in MathML; it needs no network.</summary>
public static class ExplanationHtml
{
    private const string Style = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
        + "h2{margin-top:2.5rem;border-bottom:1px solid #ccc}.step{margin:.8rem 0;overflow-x:auto}small{color:#666;margin-left:1rem}";

    private static readonly MathMarkup Symbols = new(null);

    /// <summary>The whole page.</summary>
    public static string Write(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var title = WebUtility.HtmlEncode(explanation.Title);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title><style>{Style}</style></head>\n");
        text.Append(CultureInfo.InvariantCulture, $"<body>\n<h1>{title}</h1>\n");
        foreach (var section in explanation.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(section.Title)}</h2>\n<p>{WebUtility.HtmlEncode(section.Text)}</p>\n");
            foreach (var step in section.Steps)
            {
                text.Append(CultureInfo.InvariantCulture, $"<div class=\"step\">{Formula(step)}{Remark(step)}</div>\n");
            }
        }

        return text.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>One step as a MathML element.</summary>
    public static string Formula(ExplanationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var middle = step.Formula is { } formula ? $"<mo>=</mo>{Symbols.Write(formula)}<mo>=</mo>{new MathMarkup(step.Numbers).Write(formula)}" : "";
        return $"<math><mrow>{Symbols.Symbol(step.Name)}{middle}<mo>=</mo><mn>{FormulaSymbol.Number(step.Value)}</mn></mrow></math>";
    }

    private static string Remark(ExplanationStep step)
        => (step.Difference is { } difference ? $"<small>by finite differences {FormulaSymbol.Number(difference)}</small>" : "")
            + (step.Note is { } note ? $"<small>{WebUtility.HtmlEncode(note)}</small>" : "");
}
