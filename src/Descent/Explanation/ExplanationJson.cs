using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Descent;

/// <summary>An explanation as JSON: each number in full, and as the other formats show it.</summary>
public static class ExplanationJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };
    private static readonly TextFormula Symbols = new(null);

    /// <summary>One object: title, sections, and in each its steps with name, formula, substituted, value, shown, difference and note.</summary>
    public static string Write(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("title", explanation.Title);
            writer.WriteStartArray("sections");
            foreach (var section in explanation.Sections)
            {
                writer.WriteStartObject();
                writer.WriteString("title", section.Title);
                writer.WriteString("text", section.Text);
                writer.WriteStartArray("steps");
                foreach (var step in section.Steps)
                {
                    Write(writer, step);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(stream.ToArray())}\n";
    }

    private static void Write(Utf8JsonWriter writer, ExplanationStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Symbols.Symbol(step.Name));
        if (step.Formula is { } formula)
        {
            writer.WriteString("formula", Symbols.Write(formula));
            writer.WriteString("substituted", new TextFormula(step.Numbers).Write(formula));
        }

        Number(writer, "value", step.Value);
        writer.WriteString("shown", FormulaSymbol.Number(step.Value));
        if (step.Difference is { } difference)
        {
            Number(writer, "difference", difference);
            writer.WriteString("differenceShown", FormulaSymbol.Number(difference));
        }

        if (step.Note is { } note)
        {
            writer.WriteString("note", note);
        }

        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
