using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>An explanation as plain text, for a terminal.</summary>
public static class ExplanationText
{
    private const int Width = 100;
    private static readonly TextFormula Symbols = new(null);

    /// <summary>The whole text, ending with a line break.</summary>
    public static string Write(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var text = new StringBuilder();
        Heading(text, explanation.Title, '=');
        foreach (var section in explanation.Sections)
        {
            text.Append('\n');
            Heading(text, section.Title, '-');
            foreach (var line in Lines(section.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries), " "))
            {
                text.Append(CultureInfo.InvariantCulture, $"{line}\n");
            }

            Write(text, section.Steps);
        }

        return text.ToString();
    }

    /// <summary>Numbers that are given share lines; each formula has its own.</summary>
    private static void Write(StringBuilder text, IReadOnlyList<ExplanationStep> steps)
    {
        var given = new List<string>();
        foreach (var step in steps)
        {
            if (step is { Formula: null, Difference: null, Note: null })
            {
                given.Add($"{Symbols.Symbol(step.Name)} = {FormulaSymbol.Number(step.Value)}");
                continue;
            }

            Flush(text, given);
            text.Append('\n');
            Write(text, step);
        }

        Flush(text, given);
    }

    private static void Flush(StringBuilder text, List<string> given)
    {
        if (given.Count > 0)
        {
            text.Append('\n');
            foreach (var line in Lines(given, ", "))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
            }
        }

        given.Clear();
    }

    private static void Write(StringBuilder text, ExplanationStep step)
    {
        var name = Symbols.Symbol(step.Name);
        var indent = new string(' ', name.Length + 2);
        if (step.Formula is { } formula)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name} = {Symbols.Write(formula)}\n");
            var substituted = new TextFormula(step.Numbers).Write(formula);
            text.Append(substituted == FormulaSymbol.Number(step.Value) ? indent : string.Create(CultureInfo.InvariantCulture, $"{indent} = {substituted}\n{indent}"));
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}");
        }

        text.Append(CultureInfo.InvariantCulture, $" = {FormulaSymbol.Number(step.Value)}");
        text.Append(step.Difference is { } difference ? $"    (by finite differences {FormulaSymbol.Number(difference)})" : "");
        text.Append(step.Note is null ? "\n" : step.Formula is null && step.Difference is null ? $"    {step.Note}\n" : $"\n{indent}   {step.Note}\n");
    }

    private static void Heading(StringBuilder text, string title, char line)
        => text.Append(CultureInfo.InvariantCulture, $"{title}\n{new string(line, title.Length)}\n");

    private static IEnumerable<string> Lines(IEnumerable<string> parts, string separator)
    {
        var line = "";
        foreach (var part in parts)
        {
            if (line.Length + part.Length > Width)
            {
                yield return line + separator.TrimEnd();
                line = "";
            }

            line += line.Length > 0 ? separator + part : part;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
