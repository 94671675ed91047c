using System.Text;
using System.Text.Json;

namespace Descent;

/// <summary>Recipes as JSON, with the place of each value.</summary>
internal static class RecipeJson
{
    // Deeper than the reader goes, which refuses with a message of its own.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RecipeText.MostLevels + 8 };
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>The recipe as indented JSON; what is null is left out.</summary>
    public static string Write(Recipe recipe)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartObject();
            foreach (var field in RecipeFields.All)
            {
                Write(writer, field, recipe);
            }

            if (recipe.Sweep is { } plan)
            {
                WriteSweep(writer, plan, recipe);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The contents of a text.</summary>
    /// <exception cref="SpecificationException">It is no JSON, is nested too deep or is too long; the place is named.</exception>
    public static RecipeNode Parse(string json, string origin)
    {
        ArgumentNullException.ThrowIfNull(json);
        RecipeText.RefuseLong(json, origin);
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, Options);
        var place = new Places(bytes);
        try
        {
            reader.Read();
            var root = Parse(ref reader, place, origin);
            reader.Read();
            return root;
        }
        catch (JsonException error)
        {
            var (line, column) = place.Of((int)(error.LineNumber ?? 0), (int)(error.BytePositionInLine ?? 0));
            throw RecipeText.Error(
                origin, line, column, "this is not JSON. Is a quote, a comma or a bracket missing, or is there one too many?");
        }
    }

    private static RecipeNode Parse(ref Utf8JsonReader reader, Places places, string origin)
    {
        var (line, column) = places.Of((int)reader.TokenStartIndex);
        if (reader.CurrentDepth > RecipeText.MostLevels)
        {
            throw RecipeText.TooDeep(origin, line, column);
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<KeyValuePair<RecipeScalar, RecipeNode>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (nameLine, nameColumn) = places.Of((int)reader.TokenStartIndex);
                    var text = Text(ref reader, origin, nameLine, nameColumn);
                    var name = new RecipeScalar(text, RecipeScalarKind.Quoted, nameLine, nameColumn);
                    reader.Read();
                    entries.Add(new(name, Parse(ref reader, places, origin)));
                }

                return new RecipeMap(entries, line, column);
            case JsonTokenType.StartArray:
                var items = new List<RecipeNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Parse(ref reader, places, origin));
                }

                return new RecipeList(items, line, column);
            case JsonTokenType.String:
                return new RecipeScalar(Text(ref reader, origin, line, column), RecipeScalarKind.Quoted, line, column);
            case JsonTokenType.Null:
                return new RecipeScalar("null", RecipeScalarKind.Null, line, column);
            default:
                return new RecipeScalar(Encoding.UTF8.GetString(reader.ValueSpan), RecipeScalarKind.Literal, line, column);
        }
    }

    private static string Text(ref Utf8JsonReader reader, string origin, int line, int column)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw RecipeText.Error(origin, line, column, "this text holds half a character: a \\u escape lacks the other of its pair.");
        }
    }

    private static void WriteSweep(Utf8JsonWriter writer, SweepPlan plan, Recipe recipe)
    {
        writer.WriteStartObject(SweepReader.Part);
        foreach (var field in SweepReader.Fields)
        {
            Write(writer, field, recipe);
        }

        writer.WriteStartObject(SweepReader.Varied);
        foreach (var field in plan.Fields)
        {
            writer.WritePropertyName(field.Path);
            if (field.Range is { } range)
            {
                writer.WriteStringValue($"{range}");
            }
            else
            {
                WriteList(writer, field.Values);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RecipeField field, Recipe recipe)
    {
        if (field.Get(recipe) is { } value)
        {
            writer.WritePropertyName(field.Name);
            Write(writer, value);
        }
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyList<int> numbers:
                WriteList(writer, numbers.Cast<object>());
                break;
            default:
                WriteList(writer, (IReadOnlyList<string>)value);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable<object> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            Write(writer, value);
        }

        writer.WriteEndArray();
    }

    /// <summary>Turns places in bytes into lines and characters; those asked for come in order.</summary>
    private sealed class Places(byte[] bytes)
    {
        private int line = 1;
        private int column = 1;
        private int seen;

        public (int Line, int Column) Of(int place)
        {
            for (; seen < place; seen++)
            {
                var value = bytes[seen];
                (line, column) = value == (byte)'\n' ? (line + 1, 1) : (line, column + Characters(value));
            }

            return (line, column);
        }

        /// <summary>The place a number of bytes into a line, both from 0.</summary>
        public (int Line, int Column) Of(int lines, int more)
        {
            var begin = 0;
            for (var i = 0; i < lines; i++)
            {
                begin = Array.IndexOf(bytes, (byte)'\n', begin) + 1;
            }

            return (lines + 1, bytes.AsSpan(begin, Math.Min(more, bytes.Length - begin)).ToArray().Sum(Characters) + 1);
        }

        // A character begins with each byte but those that go on with one; one of four bytes counts as the two that a string holds.
        private static int Characters(byte value) => (value & 0xC0) == 0x80 ? 0 : value >= 0xF0 ? 2 : 1;
    }
}
