using System.Globalization;
using Descent.Cli.Commands;

namespace Descent.Cli.Rendering;

/// <summary>What is in a source, for people and as JSON.</summary>
internal static class DataInfoText
{
    /// <summary>Writes it as text.</summary>
    public static void Write(TextWriter writer, DataInfo info, int width)
    {
        if (info.Table is { } table)
        {
            WriteColumns(writer, info, table, width);
        }

        if (info.Data is { } data)
        {
            WriteParts(writer, info.Source, data, width);
        }

        if (info.Problem is { } problem)
        {
            writer.WriteLine("It cannot be trained on as it is:");
            TextTable.Wrap(problem, width - 2).ForEach(line => writer.WriteLine($"  {line}"));
        }
    }

    /// <summary>Writes it as one JSON object.</summary>
    public static void WriteJson(DataInfo info) => JsonLines.Write(line =>
    {
        line.WriteString("source", info.Source);
        if (info.Table is { } table)
        {
            line.WriteNumber("rows", table.RowCount);
            line.WriteBoolean("header", table.HasHeader);
            line.WriteString("delimiter", table.Delimiter);
            line.WriteStartArray("columns");
            foreach (var column in info.Columns)
            {
                line.WriteStartObject();
                line.WriteString("name", column.Column.Name);
                line.WriteString("type", Type(column.Column));
                line.WriteNumber("missing", column.Column.MissingCount);
                line.WriteNumber("distinct", column.Distinct);
                line.WriteString("role", column.Role);
                line.Texts("examples", column.Examples);
                line.WriteEndObject();
            }

            line.WriteEndArray();
        }

        if (info.Data is { Split: var split } data)
        {
            line.WriteString("task", split.Train.Task == TaskKind.Classification ? "classification" : "regression");
            line.WriteNumber("trainSamples", split.Train.Count);
            line.WriteNumber("validationSamples", split.Validation?.Count ?? 0);
            line.WriteNumber("testSamples", split.Test.Count);
            line.WriteString("inputShape", split.Train.InputShape.ToString());
            line.WriteStartObject("classes");
            var counts = split.Train.ClassCounts();
            for (var i = 0; i < counts.Length; i++)
            {
                line.WriteNumber(split.Train.ClassNames[i], counts[i]);
            }

            line.WriteEndObject();
            line.Texts("notes", data.Notes);
        }

        line.WriteString("problem", info.Problem);
    });

    private static void WriteColumns(TextWriter writer, DataInfo info, CsvTable table, int width)
    {
        var delimiter = table.Delimiter == "\t" ? "tabs" : table.Delimiter == CsvOptions.Whitespace ? "blanks" : $"'{table.Delimiter}'";
        writer.WriteLine($"{info.Source}: {Numbers.Count(table.RowCount)} rows, {table.Columns.Count} columns, "
            + $"{(table.HasHeader ? "the first line names the columns" : "no header")}, fields separated by {delimiter}\n");
        var columns = new TextTable();
        columns.Add("column", "type", "missing", "distinct", "role", "values");
        foreach (var column in info.Columns)
        {
            columns.Add(
                column.Column.Name,
                Type(column.Column),
                column.Column.MissingCount.ToString(CultureInfo.InvariantCulture),
                column.Distinct.ToString(CultureInfo.InvariantCulture),
                column.Role,
                string.Join(", ", column.Examples) + (column.Distinct > column.Examples.Count ? ", ..." : ""));
        }

        columns.Write(writer, width);
        writer.WriteLine();
    }

    private static void WriteParts(TextWriter writer, string source, TrainingData data, int width)
    {
        var train = data.Split.Train;
        writer.WriteLine($"What 'descent train {Shell.Quote(source)}' makes of it:");
        TextTable.WriteList(writer, data.Notes, width);
        writer.WriteLine();
        var facts = new TextTable();
        facts.Add("task", train.Task == TaskKind.Classification ? "classification" : "regression");
        facts.Add("samples", TrainingText.Parts(data.Split));
        facts.Add("input", train.ImageShape is { } image ? $"{train.InputShape}, an image {image}" : train.InputShape.ToString());
        if (data.Encoder is null && train.FeatureNames.Count > 0)
        {
            facts.Add("features", string.Join(", ", train.FeatureNames));
        }

        if (train.Task == TaskKind.Classification)
        {
            var counts = train.ClassCounts();
            facts.Add("classes", string.Join(", ", train.ClassNames.Select((name, i) => $"{name} ({Numbers.Count(counts[i])})")));
        }

        facts.Write(writer, width);
    }

    private static string Type(CsvColumn column) => column.Kind == ColumnKind.Numeric ? "number" : "category";
}
