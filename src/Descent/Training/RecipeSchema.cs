using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Descent;

/// <summary>The JSON Schema of recipes, for editors: every field with its meaning and range, and the names that the Catalog knows.</summary>
public static class RecipeSchema
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as JSON, in the version that editors know best: draft 7.</summary>
    public static string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            writer.WriteString("title", "A recipe of Descent");
            writer.WriteString(
                "description",
                "Everything that a training is made of. Only the source must be given; the rest is worked out from the data.");
            writer.WriteString("type", "object");
            writer.WriteBoolean("additionalProperties", false);
            WriteTexts(writer, "required", ["source"]);
            writer.WriteStartObject("properties");
            writer.WriteStartObject("$schema");
            writer.WriteString("description", "Where this schema is, for editors; not read.");
            writer.WriteString("type", "string");
            writer.WriteEndObject();
            foreach (var field in Recipe.Fields)
            {
                Write(writer, field);
            }

            WriteSweep(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteSweep(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(SweepReader.Part);
        writer.WriteString("description", "What varies in 'descent sweep', which trains many networks from one recipe and finds the best.");
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        WriteTexts(writer, "required", [SweepReader.Varied]);
        writer.WriteStartObject("properties");
        foreach (var field in SweepReader.Fields)
        {
            Write(writer, field);
        }

        writer.WriteStartObject(SweepReader.Varied);
        writer.WriteString(
            "description",
            "Fields of the recipe, or options within one (optimizer.rate, loss.delta, model.1.width), each with a list of values, or a range as '0.0001..0.1 log'.");
        writer.WriteString("type", "object");
        writer.WriteStartObject("propertyNames");
        writer.WriteString("pattern", $@"^(({string.Join('|', SweepPath.Whole.Select(field => field.Name))})$|({string.Join('|', SweepPath.WithOptions.Select(field => field.Name))})\.)");
        writer.WriteEndObject();
        writer.WriteStartObject("additionalProperties");
        WriteTexts(writer, "type", ["array", "string", "number", "boolean"]);
        writer.WriteNumber("minItems", 1);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RecipeField field)
    {
        writer.WriteStartObject(field.Name);
        writer.WriteString("description", field.Option is null ? field.Meaning : $"{field.Meaning} On the command line: {field.Option}.");
        switch (field.Kind)
        {
            case RecipeFieldKind.Text when field.Name == "source":
                WriteNames(writer, [.. DataSource.BuiltIn, .. DataSource.Downloadable], () => writer.WriteString("type", "string"));
                break;
            case RecipeFieldKind.Text:
                WriteTexts(writer, "type", ["string", "number"]);
                break;
            case RecipeFieldKind.Word:
                WriteTexts(writer, "enum", field.Choices);
                break;
            case RecipeFieldKind.Specification:
                WriteNames(writer, field.Choices, () => WriteBeginning(writer, field.Choices));
                break;
            case RecipeFieldKind.Layers:
                writer.WriteStartArray("anyOf");
                writer.WriteStartObject();
                WriteBeginning(writer, field.Choices);
                writer.WriteEndObject();
                writer.WriteStartObject();
                writer.WriteString("type", "array");
                writer.WriteStartObject("items");
                WriteNames(writer, field.Choices, () => WriteBeginning(writer, field.Choices));
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndArray();
                break;
            case RecipeFieldKind.Texts or RecipeFieldKind.Integers:
                writer.WriteString("type", "array");
                writer.WriteStartObject("items");
                if (field.Kind == RecipeFieldKind.Integers)
                {
                    writer.WriteString("type", "integer");
                }
                else
                {
                    WriteTexts(writer, "type", ["string", "number"]);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteString("type", field.Kind == RecipeFieldKind.Number ? "number" : "integer");
                WriteRange(writer, field);
                break;
        }

        writer.WriteEndObject();
    }

    // Names alone, which an editor completes, or what else goes.
    private static void WriteNames(Utf8JsonWriter writer, IReadOnlyList<string> names, Action writeOther)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        WriteTexts(writer, "enum", names);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writeOther();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteBeginning(Utf8JsonWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteString("type", "string");
        writer.WriteString("pattern", $@"^\s*({string.Join('|', names.Select(Regex.Escape))})([\s,(]|$)");
    }

    private static void WriteRange(Utf8JsonWriter writer, RecipeField field)
    {
        if (field.Minimum > double.MinValue)
        {
            writer.WriteNumber(field.AboveMinimum ? "exclusiveMinimum" : "minimum", field.Minimum);
        }

        if (field.Maximum < double.MaxValue)
        {
            writer.WriteNumber(field.BelowMaximum ? "exclusiveMaximum" : "maximum", field.Maximum);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
