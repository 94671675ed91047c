using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Descent;

/// <summary>Findings as JSON, for run folders and other programs.</summary>
public static class FindingsFile
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Findings as an indented JSON array.</summary>
    public static string ToJson(IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartArray();
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                Write(writer, finding);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The fields of a finding, into an object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(finding);
        writer.WriteString("name", finding.Name);
        writer.WriteString("severity", finding.Severity switch
        {
            FindingSeverity.Critical => "critical",
            FindingSeverity.Warning => "warning",
            _ => "notice",
        });
        writer.WriteString("title", finding.Title);
        writer.WriteString("where", finding.Where);
        writer.WriteNumber("step", finding.Step);
        writer.WriteNumber("epoch", finding.Epoch);
        writer.WriteString("evidence", finding.Evidence);
        writer.WriteStartObject("numbers");
        foreach (var (name, value) in finding.Numbers.DistinctBy(number => number.Name))
        {
            writer.WritePropertyName(name);
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndObject();
        writer.WriteString("meaning", finding.Meaning);
        writer.WriteString("remedy", finding.Remedy.Text);
        writer.WriteBoolean("applicable", finding.Remedy.Apply is not null);
    }
}
