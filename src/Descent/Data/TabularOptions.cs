namespace Descent;

/// <summary>What is to be predicted from a table, and from which columns.</summary>
public sealed record TabularOptions
{
    /// <summary>Stands for the last column.</summary>
    public const string Last = "last";

    /// <summary>The column to predict: its name, its place from 1, or <see cref="Last"/>.</summary>
    public string Target { get; init; } = Last;

    /// <summary>What to predict; null to decide by the target's values.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>The columns to predict from; empty for all others.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns to take as categories even if they hold numbers.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Whether columns of numbers are standardised, which networks learn best from.</summary>
    public bool StandardizeInputs { get; init; } = true;

    /// <summary>Whether rows that are the same in all columns that are used, the target included, are kept once.</summary>
    public bool DropDuplicates { get; init; }

    /// <summary>Lines of the file whose rows are left out of the training part, such as those with a wrong target; the other parts keep theirs.</summary>
    public IReadOnlyCollection<int> Exclude { get; init; } = [];

    /// <summary>Whether a target that is a number is standardised; losses of ratios and of counts need it in its own unit.</summary>
    public bool StandardizeTarget { get; init; } = true;

    /// <summary>The part of the rows to test on; not used with a test file.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>The part of the rows kept for validation; unless given 0.1, or 0 where there are too few rows to spare any.</summary>
    public double? ValidationFraction { get; init; }

    /// <summary>The parts that the rows are cut into to test on one of them; null to cut off a test part by its fraction.</summary>
    public int? Folds { get; init; }

    /// <summary>The fold to test on, from 1.</summary>
    public int Fold { get; init; } = 1;

    /// <summary>A file of rows to test on, with the same columns; null to split.</summary>
    public string? TestPath { get; init; }

    /// <summary>The same seed gives the same split.</summary>
    public ulong Seed { get; init; }

    /// <summary>The column that a name, a place from 1 or <see cref="Last"/> stands for.</summary>
    internal static CsvColumn Resolve(CsvTable table, string name)
    {
        if (table.Find(name) is { } column)
        {
            return column;
        }

        return name == Last ? table.Columns[^1]
            : int.TryParse(name, out var place) && place >= 1 && place <= table.Columns.Count ? table.Columns[place - 1]
            : table.Column(name);
    }
}
