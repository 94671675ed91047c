using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>Writes JSON, one object a line.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Stream Output = Console.OpenStandardOutput();

    /// <summary>Writes one object to standard output, at once.</summary>
    public static void Write(Action<Utf8JsonWriter> fields)
    {
        Write(Output, fields);
        Output.Flush();
    }

    /// <summary>Writes one object to a stream.</summary>
    public static void Write(Stream stream, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        stream.Write(buffer.WrittenSpan);
    }

    /// <summary>A number; null where it is not finite, which JSON cannot say.</summary>
    public static void Number(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>An array of texts.</summary>
    public static void Texts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>Metrics as an object, after the loss where there is one.</summary>
    public static void Metrics(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, double> metrics, double? loss = null)
    {
        writer.WriteStartObject(name);
        if (loss is not null)
        {
            writer.Number("loss", loss);
        }

        foreach (var (metric, value) in metrics)
        {
            writer.Number(Numbers.Key(metric), value);
        }

        writer.WriteEndObject();
    }
}
