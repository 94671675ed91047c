namespace Descent;

/// <summary>
/// Reads samples for a model that was trained on no table, in the unit that they are stored in: the arrays of an npz file, the test part of a
/// data set known by name, or a CSV file with one number for each input in each row.
/// </summary>
internal static class PlainInputs
{
    /// <summary>The inputs alone.</summary>
    public static float[] Read(string source, ArrayEncoder encoder, string? dataDirectory)
    {
        var inputs = DataSource.IsNamed(source) ? Stored(Named(source, encoder, dataDirectory))
            : ArrayData.IsArrayFile(source) ? ArrayData.Inputs(source, encoder.InputShape)
            : Numbers(CsvTable.Load(source), source, encoder, encoder.InputShape.Count, "Give a file with only those columns, without what is to be predicted.");
        return inputs.Length > 0 ? inputs : throw new DataException($"{source} has no rows.");
    }

    /// <summary>The inputs, scaled as the model saw them, with what is to be predicted: in a CSV file the last column.</summary>
    public static Dataset ReadLabelled(string source, ArrayEncoder encoder, string? dataDirectory)
    {
        var samples = DataSource.IsNamed(source) ? Named(source, encoder, dataDirectory)
            : ArrayData.IsArrayFile(source) ? ArrayData.Labelled(source, encoder)
            : Table(source, encoder);
        var inputs = Stored(samples);
        var width = encoder.InputShape.Count;
        for (var start = 0; start < inputs.Length; start += width)
        {
            encoder.Scaling.Apply(inputs.AsSpan(start, width));
        }

        return samples.Task == TaskKind.Classification
            ? Dataset.Classification(source, encoder.InputShape, inputs, samples.Labels.ToArray(), samples.ClassNames)
            : Dataset.Regression(source, encoder.InputShape, inputs, samples.Values.ToArray(), samples.TargetNames);
    }

    private static Dataset Named(string source, ArrayEncoder encoder, string? dataDirectory)
    {
        var test = DataSource.Load(new Recipe { Source = source, DataDirectory = dataDirectory }).Split.Test;
        return test.InputShape.Count == encoder.InputShape.Count && test.Task == encoder.Task
            && (test.Task == TaskKind.Regression || test.ClassNames.SequenceEqual(encoder.OutputNames))
            ? test
            : throw new DataException($"The samples of '{source}' have the shape {test.InputShape} and other classes than the model, which was trained on {encoder.InputShape} for: {string.Join(", ", encoder.OutputNames)}.");
    }

    private static float[] Stored(Dataset samples)
    {
        var inputs = new float[samples.Count * samples.InputShape.Count];
        samples.WithScaling(InputScaling.None).CopyInputs(Enumerable.Range(0, samples.Count).ToArray(), inputs);
        return inputs;
    }

    private static Dataset Table(string path, ArrayEncoder encoder)
    {
        var table = CsvTable.Load(path);
        var width = encoder.InputShape.Count;
        var inputs = Numbers(table, path, encoder, width + 1, "Its last column is what the others are measured by.");
        var target = new TargetEncoding
        {
            Name = table.Columns[width].Name,
            Task = encoder.Task,
            ClassNames = encoder.Task == TaskKind.Classification ? encoder.OutputNames : [],
        };
        var column = table.Columns[width];
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        var empty = Array.FindIndex(rows, row => column.Texts[row] is null);
        if (empty >= 0)
        {
            throw new DataException($"{path}, line {table.Line(empty)}, column '{column.Name}': there is no value to measure by.") { Column = column.Name };
        }

        return encoder.Task == TaskKind.Classification
            ? Dataset.Classification(path, encoder.InputShape, inputs, TabularEncoder.Labels(table, column, rows, target), encoder.OutputNames)
            : Dataset.Regression(path, encoder.InputShape, inputs, Array.ConvertAll(rows, row => Number(table, path, column, row)), encoder.OutputNames);
    }

    private static float[] Numbers(CsvTable table, string path, ArrayEncoder encoder, int columns, string remedy)
    {
        var width = encoder.InputShape.Count;
        if (table.Columns.Count != columns)
        {
            throw new DataException($"{path} has {table.Columns.Count} columns; the model was trained on samples {encoder.InputShape} and needs {columns} in each row. {remedy}");
        }

        var inputs = new float[table.RowCount * width];
        for (var c = 0; c < width; c++)
        {
            for (var row = 0; row < table.RowCount; row++)
            {
                inputs[(row * width) + c] = Number(table, path, table.Columns[c], row);
            }
        }

        return inputs;
    }

    private static float Number(CsvTable table, string path, CsvColumn column, int row) => double.IsFinite(column.Numbers[row])
        ? (float)column.Numbers[row]
        : throw new DataException($"{path}, line {table.Line(row)}, column '{column.Name}': '{column.Texts[row]}' is not a finite number.") { Column = column.Name };
}
