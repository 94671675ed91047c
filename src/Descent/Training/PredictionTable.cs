using System.Globalization;

namespace Descent;

/// <summary>A model's predictions for samples whose truth is not known.</summary>
/// <param name="Task">Classification or regression.</param>
/// <param name="Names">The classes, or the values' names.</param>
/// <param name="Rows">For each sample a probability for each class, or the values.</param>
public sealed record PredictionTable(TaskKind Task, IReadOnlyList<string> Names, IReadOnlyList<double[]> Rows)
{
    /// <summary>The most probable class of a sample; the first where several are.</summary>
    public string ClassOf(int row) => Names[Prediction.IndexOfLargest(Rows[row])];

    /// <summary>Writes CSV: the class and a probability for each class, or the values.</summary>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var classes = Task == TaskKind.Classification;
        var header = classes ? Names.Select(name => $"probability {name}").Prepend("class") : Names;
        writer.Write(string.Join(',', header.Select(Quoted)) + "\n");
        for (var i = 0; i < Rows.Count; i++)
        {
            var numbers = Rows[i].Select(value => value.ToString("G7", CultureInfo.InvariantCulture));
            writer.Write(string.Join(',', classes ? numbers.Prepend(Quoted(ClassOf(i))) : numbers) + "\n");
        }
    }

    /// <summary>A cell of CSV, in quotes where it needs them.</summary>
    internal static string Quoted(string text)
        => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
