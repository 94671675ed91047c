using System.Globalization;
using Descent.Cli.Imports;

namespace Descent.Cli.Rendering;

/// <summary>What is in a file of another library, for people and as JSON.</summary>
internal static class ImportedFileText
{
    /// <summary>Writes facts and tensors as tables.</summary>
    public static void Write(TextWriter writer, ImportedFile file)
    {
        var width = Terminal.OutputWidth;
        writer.WriteLine($"{file.Path}: {file.Kind}");
        var facts = new TextTable();
        foreach (var (name, value) in file.Facts)
        {
            facts.Add(Plain(name), Plain(value));
        }

        facts.Write(writer, width, indent: 2);
        var numbers = file.Tensors.Sum(tensor => (long)tensor.Value.Count);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{file.Tensors.Count} tensors, {numbers:N0} numbers"));
        var tensors = new TextTable();
        foreach (var (name, tensor) in file.Tensors)
        {
            tensors.Add(Plain(name), $"{tensor.Type}", $"{tensor.Shape}");
        }

        tensors.Write(writer, width, indent: 2);
    }

    /// <summary>Writes one JSON object.</summary>
    public static void WriteJson(TextWriter writer, ImportedFile file) => JsonLines.Write(line =>
    {
        line.WriteString("file", file.Path);
        line.WriteString("kind", file.Kind);
        line.WriteStartArray("facts");
        foreach (var (name, value) in file.Facts)
        {
            line.WriteStartObject();
            line.WriteString("name", name);
            line.WriteString("value", value);
            line.WriteEndObject();
        }

        line.WriteEndArray();
        line.WriteStartArray("tensors");
        foreach (var (name, tensor) in file.Tensors)
        {
            line.WriteStartObject();
            line.WriteString("name", name);
            line.WriteString("type", tensor.Type.ToString());
            line.WriteStartArray("shape");
            foreach (var length in tensor.Shape)
            {
                line.WriteNumberValue(length);
            }

            line.WriteEndArray();
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    // A name from a file must not steer the terminal.
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}
