using System.Globalization;
using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>Findings for people and as JSON.</summary>
internal static class DoctorText
{
    /// <summary>Writes all findings with their evidence, meaning and remedies, and what was mended.</summary>
    public static void Write(TextWriter writer, Consultation consultation, Recipe? mended, string? file, int width)
    {
        var findings = consultation.Findings;
        var basis = consultation.Steps == 0 ? "before training" : string.Create(CultureInfo.InvariantCulture, $"by {consultation.Steps} steps of training");
        writer.WriteLine(findings.Count switch
        {
            0 => $"No findings, {basis}.",
            1 => $"1 finding, {basis}.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{findings.Count} findings, {basis}."),
        });
        foreach (var finding in findings)
        {
            writer.WriteLine();
            TextTable.Wrap($"{finding.Name} ({Word(finding.Severity)}){When(finding)}", width).ForEach(writer.WriteLine);
            var table = new TextTable();
            if (finding.Where.Length > 0)
            {
                table.Add("where", finding.Where);
            }

            table.Add("evidence", finding.Evidence);
            table.Add("meaning", finding.Meaning);
            table.Add("remedy", finding.Remedy.Text);
            table.Write(writer, width, indent: 2);
        }

        if (mended is not null && file is not null)
        {
            WriteMended(writer, consultation.Recipe, mended, file, width);
        }
        else if (findings.Any(finding => finding.Remedy.Apply is not null))
        {
            writer.WriteLine();
            writer.WriteLine("Add --fix FILE to write the recipe with these remedies.");
        }
    }

    /// <summary>Writes everything as one JSON object.</summary>
    public static void WriteJson(Consultation consultation, Recipe? mended, string? file) => JsonLines.Write(line =>
    {
        line.WriteNumber("steps", consultation.Steps);
        line.WriteStartArray("findings");
        foreach (var finding in consultation.Findings)
        {
            line.WriteStartObject();
            FindingsFile.Write(line, finding);
            line.WriteEndObject();
        }

        line.WriteEndArray();
        if (mended is null)
        {
            return;
        }

        line.WriteString("fixed", file);
        line.WriteStartArray("changes");
        foreach (var change in Changes(consultation.Recipe, mended))
        {
            line.WriteStartObject();
            line.WriteString("field", change.Field);
            line.WriteString("before", Value(change.Before));
            line.WriteString("after", Value(change.After));
            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    /// <summary>A finding in one or two lines, for a training that goes on.</summary>
    public static IEnumerable<string> Short(Finding finding, int width)
        => TextTable.Wrap($"{Mark(finding.Severity)} {finding}", width).Concat(TextTable.Wrap(finding.Remedy.Text, width - 2).Select(line => $"  {line}"));

    private static void WriteMended(TextWriter writer, Recipe before, Recipe mended, string file, int width)
    {
        writer.WriteLine();
        var changes = Changes(before, mended);
        if (changes.Count == 0)
        {
            writer.WriteLine($"{file}: the recipe as it was; no finding has a remedy that a recipe can say.");
            return;
        }

        writer.WriteLine($"{file}: the recipe with these changes");
        var table = new TextTable();
        foreach (var change in changes)
        {
            table.Add(change.Field, Value(change.After) ?? "left out");
            table.Add("", $"(was {Value(change.Before) ?? "left out"})");
        }

        table.Write(writer, width, indent: 2);
        writer.WriteLine($"Next: descent train {Shell.Quote(file)}");
    }

    private static IReadOnlyList<RecipeChange> Changes(Recipe before, Recipe mended)
        => RecipeChange.Between(before with { DataHash = null, InputShape = null }, mended);

    private static string? Value(object? value) => value switch
    {
        IEnumerable<string> texts => string.Join(", ", texts),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };

    private static string When(Finding finding) => finding.Step == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", found in epoch {finding.Epoch} after {finding.Step} steps");

    private static string Word(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Critical => "critical",
        FindingSeverity.Warning => "warning",
        _ => "notice",
    };

    private static string Mark(FindingSeverity severity) => severity == FindingSeverity.Notice ? "note:" : $"{Word(severity)}:";
}
