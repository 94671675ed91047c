using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>
/// Turns the rows of a table into the numbers a network sees, the same way for training, testing and predicting: everything in it was
/// found on the training rows alone. Kept beside a model as JSON.
/// </summary>
public sealed record TabularEncoder
{
    /// <summary>The columns to predict from, each with its encoding.</summary>
    public required IReadOnlyList<ColumnEncoding> Columns { get; init; }

    /// <summary>The column to predict.</summary>
    public required TargetEncoding Target { get; init; }

    /// <summary>The texts that mean "no value" in the files of this table.</summary>
    public IReadOnlyList<string> Missing { get; init; } = CsvOptions.DefaultMissing;

    /// <summary>Whether those files begin with a header.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The number of features: the length of one input.</summary>
    [JsonIgnore]
    public int FeatureCount => Columns.Sum(column => column.Width);

    /// <summary>The names of the features.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FeatureNames => [.. Columns.SelectMany(column => column.FeatureNames())];

    /// <summary>How to read another file of the same table.</summary>
    [JsonIgnore]
    public CsvOptions CsvOptions => new() { Header = HasHeader ? CsvHeader.Yes : CsvHeader.None, Missing = Missing };

    /// <summary>The inputs of all rows, [rows, <see cref="FeatureCount"/>]; columns are found by name, and no target is needed.</summary>
    /// <exception cref="DataException">A column is missing, or holds text where the training part had numbers; it is named.</exception>
    public float[] EncodeInputs(CsvTable table) => EncodeInputs(table, [.. Enumerable.Range(0, table.RowCount)]);

    /// <summary>Inputs and targets of all rows that have a target.</summary>
    /// <exception cref="DataException">A column is missing or does not fit, a class is unknown, or no row has a target.</exception>
    public Dataset Encode(CsvTable table)
    {
        var column = table.Column(Target.Name);
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => TargetFit.IsPresent(column, row))];
        return Encode(table, rows, table.File);
    }

    /// <summary>Writes the encoder as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TabularEncoderJson.Default.TabularEncoder);

    /// <summary>Reads an encoder that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="DataException">The text is no such encoder, or is damaged.</exception>
    public static TabularEncoder FromJson(string json)
    {
        try
        {
            var encoder = JsonSerializer.Deserialize(json, TabularEncoderJson.Default.TabularEncoder)
                ?? throw new DataException("The table's encoder is empty; train the model again.");
            encoder.Check();
            return encoder;
        }
        catch (JsonException exception)
        {
            throw new DataException($"The table's encoder cannot be read: {exception.Message} Train the model again.", exception);
        }
    }

    internal Dataset Encode(CsvTable table, int[] rows, string name)
    {
        if (rows.Length == 0)
        {
            throw new DataException($"{table.File}: no row has a value of the target '{Target.Name}'.");
        }

        var inputs = EncodeInputs(table, rows);
        var shape = new Shape(FeatureCount);
        var column = table.Column(Target.Name);
        var dataset = Target.Task == TaskKind.Classification
            ? Dataset.Classification(name, shape, inputs, Labels(table, column, rows, Target), Target.ClassNames, FeatureNames)
            : Dataset.Regression(name, shape, inputs, Values(table, column, rows), [Target.Name], FeatureNames);
        return dataset.WithLines(Array.ConvertAll(rows, table.Line));
    }

    internal static int[] Labels(CsvTable table, CsvColumn column, int[] rows, TargetEncoding target)
    {
        var known = new Dictionary<string, int>();
        var labels = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var text = column.Texts[rows[i]]!;
            if (!known.TryGetValue(text, out labels[i]))
            {
                labels[i] = known[text] = target.LabelOf(text);
            }

            if (labels[i] < 0)
            {
                throw new DataException(
                    $"{table.File}, line {table.Line(rows[i])}: target '{column.Name}' is '{text}', which the training data does not know. "
                    + NearestNames.Suggest(text, target.ClassNames));
            }
        }

        return labels;
    }

    private float[] Values(CsvTable table, CsvColumn column, int[] rows)
    {
        TargetFit.RefuseStray(table, column);
        return column.Kind == ColumnKind.Numeric
            ? Array.ConvertAll(rows, row => Target.Encode(column.Numbers[row]))
            : throw new DataException(
                $"{table.File}: target '{column.Name}' holds texts such as '{column.Texts[rows[0]]}'; numbers were expected.");
    }

    private float[] EncodeInputs(CsvTable table, int[] rows)
    {
        var width = FeatureCount;
        if ((long)width * rows.Length > Array.MaxLength)
        {
            throw new DataException(
                $"{table.File}: {rows.Length} rows of {width} features do not fit into memory; ignore columns of many categories.");
        }

        var inputs = new float[width * rows.Length];
        var offset = 0;
        foreach (var encoding in Columns)
        {
            var column = table.Column(encoding.Name);
            RequireNumbers(table, column, encoding);
            var places = encoding.Categories.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
            for (var i = 0; i < rows.Length; i++)
            {
                encoding.Encode(column, rows[i], places, inputs.AsSpan((i * width) + offset, encoding.Width));
            }

            offset += encoding.Width;
        }

        return inputs;
    }

    private static void RequireNumbers(CsvTable table, CsvColumn column, ColumnEncoding encoding)
    {
        if (encoding.Kind != ColumnEncodingKind.Number || column.Kind == ColumnKind.Numeric)
        {
            return;
        }

        for (var row = 0; row < table.RowCount; row++)
        {
            if (column.Texts[row] is { } text && !CsvColumn.TryParse(text, out _))
            {
                throw new DataException(
                    $"{table.File}, line {table.Line(row)}, column '{column.Name}': '{text}' is text where the training data has numbers. "
                    + "Correct it, or leave the field empty if there is no value.");
            }
        }
    }

    private static bool HasGap(IReadOnlyList<string?>? texts) => texts is null || texts.Contains(null);

    private void Check()
    {
        // JSON may hold null wherever a text or an object should stand.
        if (Columns is null || Columns.Count == 0 || Columns.Any(column => column?.Name is null || !Enum.IsDefined(column.Kind) || HasGap(column.Categories))
            || Target?.Name is null || !Enum.IsDefined(Target.Task) || HasGap(Target.ClassNames) || HasGap(Missing))
        {
            throw new DataException("The table's encoder lacks columns or a target; train the model again.");
        }

        Target.Check();
        foreach (var column in Columns)
        {
            column.Check();
            if (column.Categories.Distinct().Count() != column.Categories.Count)
            {
                throw new DataException($"The table's encoder names a category of '{column.Name}' twice; train the model again.");
            }
        }
    }
}

/// <summary>The encoder's JSON, made at compile time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TabularEncoder))]
internal sealed partial class TabularEncoderJson : JsonSerializerContext;
