using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Descent.Cli.Exports;
using Descent.Onnx;

namespace Descent.Cli.Imports;

/// <summary>
/// What an ONNX model says about new data. For one that <c>descent export</c> wrote, classes and loss are in the file and the encoding of a table is beside it, so
/// the predictions are the run's; of others the outputs are shown as they are.
/// </summary>
internal static class OnnxPrediction
{
    private const int BatchSize = 256;
    private const string EncoderName = "encoder.json";

    /// <summary>Predicts for a CSV file, or for an array of NumPy of the model's inputs.</summary>
    /// <exception cref="DataException">The data does not fit the model's input.</exception>
    public static PredictionTable Predict(string path, string dataFile)
    {
        var model = OnnxFile.Read(path);
        if (model.Inputs.Count != 1)
        {
            throw new DataException($"'{path}' has {model.Inputs.Count} inputs ({string.Join("; ", model.Inputs)}); only models with one can be used here.");
        }

        var beside = Path.Combine(Path.GetDirectoryName(path)!, EncoderName);
        var encoder = model.Metadata.ContainsKey("features") && File.Exists(beside) ? TabularEncoder.FromJson(File.ReadAllText(beside)) : null;
        var inputs = Shaped(Inputs(dataFile, encoder), model.Inputs[0], dataFile);
        inputs = encoder is null ? Scaled(inputs, model) : inputs;
        var rows = new List<double[]>();
        for (var start = 0; start < inputs.Shape[0]; start += BatchSize)
        {
            var batch = inputs.Slice(0, start, Math.Min(BatchSize, inputs.Shape[0] - start));
            var outputs = Record.Without(() => model.Forward(batch));
            var readable = Readable(outputs, model);
            rows.AddRange(readable.Chunk(Math.Max(1, readable.Length / batch.Shape[0])));
        }

        return Table(rows, model, encoder);
    }

    private static Tensor Inputs(string dataFile, TabularEncoder? encoder)
    {
        switch (Path.GetExtension(dataFile).ToLowerInvariant())
        {
            case ".npy":
                return NpyFile.Read(dataFile);
            case ".npz":
                var arrays = NpzFile.Open(dataFile);
                return arrays.Names.Count == 1
                    ? arrays.Read(arrays.Names[0])
                    : throw new DataException($"'{dataFile}' has {arrays.Names.Count} arrays: {string.Join(", ", arrays.Names)}; give a file of one, the inputs.");
            default:
                var table = CsvTable.Load(dataFile, encoder?.CsvOptions);
                return encoder is null ? Plain(table) : Tensor.From(encoder.EncodeInputs(table), table.RowCount, encoder.FeatureCount);
        }
    }

    private static Tensor Plain(CsvTable table)
    {
        var numbers = new float[table.RowCount * table.Columns.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var (row, column) = (i / table.Columns.Count, table.Columns[i % table.Columns.Count]);
            numbers[i] = float.TryParse(column.Texts[row], CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
                ? number
                : throw new DataException($"{table.File}, line {table.Line(row)}, column '{column.Name}': '{column.Texts[row]}' is not a finite number.");
        }

        return Tensor.From<float>(numbers, new Shape(table.RowCount, table.Columns.Count));
    }

    // Rows of as many numbers as a sample has take the sample's shape.
    private static Tensor Shaped(Tensor inputs, OnnxPort port, string dataFile)
    {
        int[] sample = [.. port.Lengths.Skip(1).Select(length => int.TryParse(length, out var fixedLength) ? fixedLength : -1)];
        if (inputs.Shape.Rank == 0 || inputs.Count == 0)
        {
            throw new DataException($"'{dataFile}' has no rows.");
        }

        if (sample.Any(length => length < 0) || inputs.Shape.Rank == sample.Length + 1)
        {
            return inputs;
        }

        var count = new Shape(sample).Count;
        return inputs.Count / inputs.Shape[0] == count
            ? inputs.Reshape(new Shape([inputs.Shape[0], .. sample]))
            : throw new DataException($"'{dataFile}' has {inputs.Count / inputs.Shape[0]} numbers in a row; the model's input is {port}, {count}.");
    }

    // As the data set that a run was trained on was scaled: one factor for all, or one for each channel or feature.
    private static Tensor Scaled(Tensor inputs, OnnxModel model)
    {
        if (Read(model, "input_scale", ExportJson.Default.SingleArray) is not { } scale || Read(model, "input_shift", ExportJson.Default.SingleArray) is not { } shift)
        {
            return inputs;
        }

        var lengths = Enumerable.Repeat(1, inputs.Shape.Rank).ToArray();
        lengths[1] = scale.Length;
        return scale.Length == shift.Length && (scale.Length == 1 || scale.Length == inputs.Shape[1])
            ? (inputs.To(ElementType.Float32) * Tensor.From(scale, lengths)) + Tensor.From(shift, lengths)
            : throw new DataException($"The model scales {scale.Length} channels, and the inputs are {inputs.Shape}.");
    }

    private static T? Read<T>(OnnxModel model, string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return model.Metadata.TryGetValue(name, out var text) ? JsonSerializer.Deserialize(text, type) : null;
        }
        catch (JsonException)
        {
            // Another program's text under the same name.
            return null;
        }
    }

    private static double[] Readable(Tensor outputs, OnnxModel model)
        => model.Metadata.TryGetValue("loss", out var loss) && Enum.TryParse<TaskKind>(model.Metadata.GetValueOrDefault("task"), ignoreCase: true, out var task)
            ? Evaluator.Readable(outputs, Specification.Make(loss, Catalog.Losses, "loss"), task)
            : outputs.To(ElementType.Float64).ToArray<double>();

    private static PredictionTable Table(List<double[]> rows, OnnxModel model, TabularEncoder? encoder)
    {
        var width = rows[0].Length;
        string[] numbered = [.. Enumerable.Range(0, width).Select(i => width == 1 ? model.Outputs[0].Name : $"{model.Outputs[0].Name} {i}")];
        if (encoder?.Target is { Task: TaskKind.Regression } target)
        {
            return new PredictionTable(TaskKind.Regression, [target.Name], rows.ConvertAll(row => Array.ConvertAll(row, target.Decode)));
        }

        var classes = Read(model, "classes", ExportJson.Default.StringArray);
        return classes?.Length == width
            ? new PredictionTable(TaskKind.Classification, classes, rows)
            : new PredictionTable(TaskKind.Regression, numbered, rows);
    }
}
