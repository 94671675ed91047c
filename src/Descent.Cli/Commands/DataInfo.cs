namespace Descent.Cli.Commands;

/// <summary>A column and what becomes of it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Role">target, used, ignored, or nothing where that cannot be said.</param>
internal sealed record ColumnInfo(CsvColumn Column, string Role)
{
    private const int ExamplesShown = 3;

    /// <summary>The number of different values.</summary>
    public int Distinct { get; } = Column.Texts.Where(text => text is not null).Distinct().Count();

    /// <summary>The first few different values.</summary>
    public IReadOnlyList<string> Examples { get; } = [.. Column.Texts.OfType<string>().Distinct().Take(ExamplesShown)];
}

/// <summary>What is in a source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Table">The table; null for a data set that is none.</param>
/// <param name="Columns">The table's columns.</param>
/// <param name="Data">What training would get; null if something prevents that.</param>
/// <param name="Problem">What prevents it.</param>
internal sealed record DataInfo(string Source, CsvTable? Table, IReadOnlyList<ColumnInfo> Columns, TrainingData? Data, string? Problem)
{
    /// <summary>Reads a recipe's source.</summary>
    /// <exception cref="DescentException">The source cannot be read at all.</exception>
    public static DataInfo Read(Recipe recipe)
    {
        if (!DataSource.IsTable(recipe.Source))
        {
            return new DataInfo(recipe.Source, null, [], DataSource.Load(recipe), null);
        }

        var table = CsvTable.Load(recipe.Source, DataSource.Csv(recipe));
        try
        {
            var data = DataSource.Load(recipe);
            var columns = table.Columns.Select(column => new ColumnInfo(column, Role(column, data.Encoder)));
            return new DataInfo(recipe.Source, table, [.. columns], data, null);
        }
        catch (DescentException error)
        {
            return new DataInfo(recipe.Source, table, [.. table.Columns.Select(column => new ColumnInfo(column, ""))], null, error.Message);
        }
    }

    private static string Role(CsvColumn column, TabularEncoder? encoder)
        => column.Name == encoder?.Target.Name ? "target"
            : encoder?.Columns.Any(used => used.Name == column.Name) == true ? "used"
            : "ignored";
}
