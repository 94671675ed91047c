using Descent.Kernels;

namespace Descent;

/// <summary>A feature as its owner knows it: a column of a table with the numbers that it became, or a number of an input.</summary>
/// <param name="Name">The column's name; its place from 1 where it has none.</param>
/// <param name="First">The first of its numbers in an input.</param>
/// <param name="Width">How many there are.</param>
/// <param name="Column">The column of the table that it is made of; null where there is no table.</param>
internal sealed record DataFeature(string Name, int First, int Width, string? Column)
{
    /// <summary>Which of its numbers tells that the value is missing; null where none does.</summary>
    public int? Missing { get; init; }

    /// <summary>Whether it tells only that the value of another is missing.</summary>
    public bool IsIndicator => Width == 1 && Missing == First;

    /// <summary>Where it is, in words.</summary>
    public string Where => $"column '{Name}'";
}

/// <summary>Some of the training samples, drawn once by a key of their own and held column by column, so that statistics take bounded time.</summary>
internal sealed class DataSample
{
    private const int MostRows = 5000;
    private const int MostNumbers = 1 << 22;
    private const int ManyNumbered = 32;
    private const double NumberedShare = 0.9;

    private DataSample(Dataset data, int[] rows, float[][] columns, IReadOnlyList<DataFeature> features)
        => (Data, Rows, Columns, Features) = (data, rows, columns, features);

    /// <summary>Where the samples are from.</summary>
    public Dataset Data { get; }

    /// <summary>Their rows, in ascending order.</summary>
    public int[] Rows { get; }

    /// <summary>The numbers of the inputs: [number of an input][sample].</summary>
    public float[][] Columns { get; }

    /// <summary>What the numbers of an input are; empty for images and sequences, whose numbers mean nothing one by one.</summary>
    public IReadOnlyList<DataFeature> Features { get; }

    /// <summary>The number of samples.</summary>
    public int Count => Rows.Length;

    /// <summary>The label of a sample.</summary>
    public int Label(int sample) => Data.Labels[Rows[sample]];

    /// <summary>A value to predict of a sample.</summary>
    public float Value(int sample, int output = 0) => Data.Values[(Rows[sample] * Data.OutputCount) + output];

    /// <summary>
    /// Whether the features are many of one kind that are only numbered, such as pixels in a row: <c>1, 2, ...</c> or <c>pixel0, pixel1, ...</c>.
    /// </summary>
    public bool AreNumbered { get; private init; }

    /// <summary>Draws the samples.</summary>
    public static DataSample Of(Dataset data, TabularEncoder? encoder)
    {
        var width = data.InputShape.Count;
        var rows = Draw(data.Count, Math.Min(MostRows, Math.Max(2, MostNumbers / Math.Max(1, width))), "doctor sample");
        var columns = new float[width][];
        for (var c = 0; c < width; c++)
        {
            columns[c] = new float[rows.Length];
        }

        var input = new float[width];
        for (var i = 0; i < rows.Length; i++)
        {
            data.CopyInputs([rows[i]], input);
            for (var c = 0; c < width; c++)
            {
                columns[c][i] = input[c];
            }
        }

        var features = FeaturesOf(data, encoder);
        return new DataSample(data, rows, columns, features)
        {
            AreNumbered = features.Count >= ManyNumbered
                && features.CountBy(feature => new string([.. feature.Name.Where(char.IsLetter)])).Max(pair => pair.Value) >= NumberedShare * features.Count,
        };
    }

    /// <summary>Some of so many rows, in ascending order; all where they are few.</summary>
    public static int[] Draw(int count, int most, string purpose)
    {
        var rows = Enumerable.Range(0, count).ToArray();
        if (count <= most)
        {
            return rows;
        }

        var stream = new RandomKey(0, purpose).Stream();
        stream.Shuffle(rows);
        var drawn = rows[..most];
        Array.Sort(drawn);
        return drawn;
    }

    private static List<DataFeature> FeaturesOf(Dataset data, TabularEncoder? encoder)
    {
        var features = new List<DataFeature>();
        if (data.InputShape.Rank != 1 || data.ImageShape is not null)
        {
            return features;
        }

        if (encoder is null || encoder.FeatureCount != data.InputShape.Count)
        {
            return [.. Enumerable.Range(0, data.InputShape.Count).Select(c
                => new DataFeature(data.FeatureNames.Count > 0 ? data.FeatureNames[c] : FormattableString.Invariant($"{c + 1}"), c, 1, null))];
        }

        var offset = 0;
        foreach (var column in encoder.Columns)
        {
            if (column.Kind == ColumnEncodingKind.Number && column.HasMissing)
            {
                features.Add(new DataFeature(column.Name, offset, 1, column.Name));
                features.Add(new DataFeature($"{column.Name} missing", offset + 1, 1, column.Name) { Missing = offset + 1 });
            }
            else
            {
                features.Add(new DataFeature(column.Name, offset, column.Width, column.Name)
                {
                    Missing = column is { Kind: ColumnEncodingKind.Category, HasMissing: true } ? offset + column.Width - 1 : null,
                });
            }

            offset += column.Width;
        }

        return features;
    }
}
