namespace Descent;

/// <summary>Reads samples for a model that was trained on no table: one number for each input in each row, in the unit that they are stored in.</summary>
internal static class PlainInputs
{
    public static float[] Read(string path, Dataset train)
    {
        var inputs = ArrayData.IsArrayFile(path) ? ArrayData.Inputs(path, train.InputShape) : ReadTable(path, train);
        var count = inputs.Length / train.InputShape.Count;
        if (count == 0)
        {
            throw new DataException($"{path} has no rows.");
        }

        // The data set's own scaling, by the same code that scales its samples.
        var labels = new float[count];
        var scaled = Dataset.Regression(path, train.InputShape, inputs, labels, ["none"]).WithScaling(train.Scaling);
        scaled.CopyInputs(Enumerable.Range(0, count).ToArray(), inputs);
        return inputs;
    }

    private static float[] ReadTable(string path, Dataset train)
    {
        var table = CsvTable.Load(path);
        var width = train.InputShape.Count;
        if (table.Columns.Count != width)
        {
            throw new DataException($"{path} has {table.Columns.Count} columns; the model was trained on '{train.Name}' and needs {width} numbers in each row. Give a file with only those columns, without what is to be predicted.");
        }

        var inputs = new float[table.RowCount * width];
        for (var c = 0; c < width; c++)
        {
            var column = table.Columns[c];
            for (var row = 0; row < table.RowCount; row++)
            {
                inputs[(row * width) + c] = double.IsFinite(column.Numbers[row])
                    ? (float)column.Numbers[row]
                    : throw new DataException($"{path}, line {table.Line(row)}, column '{column.Name}': '{column.Texts[row]}' is not a finite number.");
            }
        }

        return inputs;
    }
}
