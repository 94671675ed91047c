using Descent.Lab.Safety;

namespace Descent.Lab.Playground;

/// <summary>The points of a playground, split, and the part of the plane that is shown.</summary>
/// <param name="Split">The part to train on and the part to test on.</param>
/// <param name="X">The shown part of the first input.</param>
/// <param name="Y">The shown part of the second input; further inputs are held at 0, the mean of a table's column.</param>
/// <param name="Target">How a table's number becomes one to train on, and back.</param>
/// <param name="Notes">What was decided about a table.</param>
/// <param name="Whole">The points before they were split; null for those of a table.</param>
internal sealed record PlaygroundData(
    DataSplit Split, PlaygroundRange X, PlaygroundRange Y, TargetEncoding? Target, IReadOnlyList<string> Notes, Dataset? Whole)
{
    /// <summary>The range in which points are drawn.</summary>
    private const double DrawnRange = 1.2;

    private const int MostColumns = 40;

    /// <summary>The generated data sets of the plane, by name, with the call that a program makes.</summary>
    public static IReadOnlyList<(string Name, string Method, Func<int, double, ulong, Dataset> Make)> Generated { get; } =
    [
        ("spirals", nameof(Datasets.Spirals), (count, noise, seed) => Datasets.Spirals(count, noise, seed)),
        ("circles", nameof(Datasets.Circles), Datasets.Circles),
        ("xor", nameof(Datasets.Xor), Datasets.Xor),
        ("moons", nameof(Datasets.Moons), Datasets.Moons),
        ("blobs", nameof(Datasets.Blobs), (count, noise, seed) => Datasets.Blobs(count, noise, seed)),
        ("plane", nameof(Datasets.Plane), Datasets.Plane),
        ("hills", nameof(Datasets.Hills), Datasets.Hills),
    ];

    /// <summary>The data of some settings.</summary>
    /// <exception cref="DescentException">There is no such data, or too little; the message says what is needed.</exception>
    public static PlaygroundData Of(PlaygroundSettings settings, Loss loss) => settings.Data switch
    {
        "drawn" => Of(settings, Drawn(settings.Drawn ?? []), DrawnRange),
        "table" => OfTable(settings, loss),
        var name when Generated.FirstOrDefault(one => one.Name == name) is { Make: { } make }
            => Of(settings, make(settings.Points, settings.Noise, settings.Seed)),
        var name => throw new DataException(
            $"The playground has no data set '{name}'. {NearestNames.Suggest(name, Generated.Select(one => one.Name).Append("drawn").Append("table"))}"),
    };

    /// <summary>Reads a table.</summary>
    /// <exception cref="DescentException">It is none, or too large.</exception>
    public static CsvTable Read(string? text)
    {
        var table = CsvTable.Parse(text ?? "", null, "the table");
        Limits.Within("The table's rows", table.RowCount, 4, PlaygroundSettings.MostPoints);
        Limits.Within("The table's columns", table.Columns.Count, 3, MostColumns);
        return table;
    }

    /// <summary>What predicting a column is; null where it cannot be predicted.</summary>
    public static string? TaskOf(CsvTable table, string column)
    {
        try
        {
            return Word(TabularData.Prepare(table, null, new TabularOptions { Target = column, ValidationFraction = 0 }).Encoder.Target.Task);
        }
        catch (DataException)
        {
            return null;
        }
    }

    /// <summary>A task as a word.</summary>
    public static string Word(TaskKind task) => task == TaskKind.Classification ? "classification" : "regression";

    /// <summary>How a table is encoded for the playground.</summary>
    public static TabularOptions Options(PlaygroundSettings settings, Loss loss) => new()
    {
        Target = settings.Table!.Target is { Length: > 0 } target ? target : TabularOptions.Last,
        Features = settings.Table.Features ?? [],
        TestFraction = settings.TestFraction,
        ValidationFraction = 0,
        StandardizeTarget = !loss.NeedsTargetUnit,
        Seed = settings.Seed,
    };

    private static PlaygroundData OfTable(PlaygroundSettings settings, Loss loss)
    {
        var table = Read(settings.Table?.Text);
        var data = TabularData.Prepare(table, null, Options(settings, loss));
        var target = data.Encoder.Target.Task == TaskKind.Regression ? data.Encoder.Target : null;
        return data.Encoder.FeatureCount < 2
            ? throw new DataException("A plane has two axes: choose at least two columns to predict from.")
            : Of(data.Split) with { Target = target, Notes = data.Report.Sentences };
    }

    private static Dataset Drawn(double[] numbers)
    {
        var count = numbers.Length / 3;
        if (count < 4 || numbers.Length % 3 != 0 || !Array.TrueForAll(numbers, double.IsFinite))
        {
            throw new DataException("Draw at least four points, of two classes.");
        }

        var labels = Enumerable.Range(0, count).Select(i => (int)numbers[(3 * i) + 2]).ToArray();
        if (labels.Distinct().Count() < 2 || labels.Any(label => label is < 0 or > 3))
        {
            throw new DataException("All points are of one class: draw some of another.");
        }

        var inputs = Enumerable.Range(0, count).SelectMany(i => new[] { (float)numbers[3 * i], (float)numbers[(3 * i) + 1] }).ToArray();
        return Dataset.Classification(
            "drawn", new Shape(2), inputs, labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"{label}")], ["x", "y"]);
    }

    private static PlaygroundData Of(PlaygroundSettings settings, Dataset whole, double? range = null)
        => Of(Descent.Split.Stratified(whole, settings.TestFraction, settings.Seed), range) with { Whole = whole };

    private static PlaygroundData Of(DataSplit split, double? range = null)
    {
        PlaygroundRange Along(int axis)
        {
            var values = Enumerable.Range(0, split.Train.Count).Select(row => split.Train.Input(row)[axis])
                .Concat(Enumerable.Range(0, split.Test.Count).Select(row => split.Test.Input(row)[axis])).ToArray();
            var margin = 0.1 * Math.Max(1e-3, values.Max() - values.Min());
            var name = split.Train.FeatureNames is { Count: > 0 } names ? names[axis] : axis == 0 ? "x" : "y";
            return range is { } half ? new(name, -half, half) : new(name, values.Min() - margin, values.Max() + margin);
        }

        return new(split, Along(0), Along(1), null, [], null);
    }
}

/// <summary>A shown part of an axis.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="From">The lowest number.</param>
/// <param name="To">The highest number.</param>
internal sealed record PlaygroundRange(string Name, double From, double To)
{
    /// <summary>The middle of each of some cells side by side.</summary>
    public double Cell(int index, int count) => From + ((To - From) * (index + 0.5) / count);
}
