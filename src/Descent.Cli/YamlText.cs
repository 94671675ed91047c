using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Descent.Cli;

/// <summary>A recipe as YAML: a line for each field, texts in quotes where they could be read as something else.</summary>
internal static class YamlText
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text; what is null is left out.</summary>
    public static string Of(Recipe recipe)
    {
        var text = new StringBuilder();
        foreach (var field in Recipe.Fields)
        {
            if (field.Get(recipe) is { } value)
            {
                text.Append(CultureInfo.InvariantCulture, $"{field.Name}: {Value(field, value)}\n");
            }
        }

        return text.ToString();
    }

    private static string Value(RecipeField field, object value) => value switch
    {
        string layers when field.Kind == RecipeFieldKind.Layers && !layers.Contains('(', StringComparison.Ordinal)
            => string.Concat(layers.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(layer => $"\n  - {Text(layer)}")),
        string words => Text(words),
        IEnumerable<string> texts => $"[{string.Join(", ", texts.Select(Quoted))}]",
        IEnumerable<int> numbers => $"[{string.Join(", ", numbers)}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString()!),
    };

    // Letters, digits and what cannot be mistaken stand as they are.
    private static string Text(string text)
        => text.Length > 0 && char.IsAsciiLetter(text[0]) && text[^1] != ' ' && text is not ("null" or "Null" or "NULL" or "true" or "false" or "yes" or "no")
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '=' or '.' or '-' or '_' or '/')
            ? text
            : Quoted(text);

    // A text in JSON's quotes is one in YAML's.
    private static string Quoted(string text)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
