using System.Globalization;
using System.Net;
using System.Text;

namespace Descent;

/// <summary>An explanation as one page of HTML, its formulas in MathML; it needs no network.</summary>
public static class ExplanationHtml
{
    private const string Style = ":root{color-scheme:light dark;--text:#1d2430;--soft:#5d6778;--line:#d9dee7;--page:#fff;--card:#f6f8fb;--mark:#2458c5}"
        + "@media(prefers-color-scheme:dark){:root{--text:#e6e9ef;--soft:#9aa5b8;--line:#343c4b;--page:#14181f;--card:#1c222c;--mark:#8ab0ff}}"
        + "*{box-sizing:border-box}body{font:16px/1.6 system-ui,sans-serif;max-width:56rem;margin:2.5rem auto;padding:0 1.2rem;color:var(--text);"
        + "background:var(--page)}h1{line-height:1.2}h2{margin:2.8rem 0 .4rem;color:var(--mark)}p{margin:.3rem 0 1rem;max-width:44rem}"
        + "math{font-size:1.08rem;math-style:normal}.given{display:flex;flex-wrap:wrap;gap:.35rem 1.6rem;margin:.8rem 0}.step{display:grid;"
        + "grid-template-columns:minmax(5.5rem,max-content) 1fr;gap:.1rem .5rem;margin:.7rem 0;padding:.6rem .9rem;background:var(--card);"
        + "border-left:3px solid var(--line);border-radius:4px;overflow-x:auto;break-inside:avoid}.step>div{grid-column:2}.step>.name{grid-column:1;"
        + "grid-row:1;justify-self:end}.value math{font-weight:600}small{color:var(--soft);margin-left:1rem}small.note{display:block;margin-left:0}"
        + "@media(max-width:30rem){.step{grid-template-columns:1fr}.step>div,.step>.name{grid-column:1;justify-self:start}}";

    private static readonly MathMarkup Symbols = new(null);

    /// <summary>The whole page.</summary>
    public static string Write(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var title = WebUtility.HtmlEncode(explanation.Title);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{Style}</style></head>\n");
        text.Append(CultureInfo.InvariantCulture, $"<body>\n<h1>{title}</h1>\n");
        foreach (var section in explanation.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(section.Title)}</h2>\n<p>{WebUtility.HtmlEncode(section.Text)}</p>\n");
            Write(text, section.Steps);
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

    /// <summary>Numbers that are given stand side by side; each formula has a card: in symbols, in numbers, and what comes of it.</summary>
    private static void Write(StringBuilder text, IReadOnlyList<ExplanationStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var given = steps.Skip(i).TakeWhile(step => step is { Formula: null, Difference: null, Note: null }).ToArray();
            if (given.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"<div class=\"given\">{string.Concat(given.Select(Formula))}</div>\n");
                i += given.Length - 1;
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"<div class=\"step\"><div class=\"name\"><math>{Symbols.Symbol(steps[i].Name)}</math></div>{Lines(steps[i])}</div>\n");
        }
    }

    private static string Lines(ExplanationStep step)
    {
        var symbols = step.Formula is { } formula
            ? $"<div>{Equal(Symbols.Write(formula))}</div><div>{Equal(new MathMarkup(step.Numbers).Write(formula))}</div>"
            : "";
        return $"{symbols}<div class=\"value\">{Equal($"<mn>{FormulaSymbol.Number(step.Value)}</mn>")}{Remark(step)}</div>";
    }

    private static string Equal(string right) => $"<math><mrow><mo>=</mo>{right}</mrow></math>";

    private static string Remark(ExplanationStep step)
        => (step.Difference is { } difference ? $"<small>by finite differences {FormulaSymbol.Number(difference)}</small>" : "")
            + (step.Note is { } note ? $"<small class=\"note\">{WebUtility.HtmlEncode(note)}</small>" : "");
}
