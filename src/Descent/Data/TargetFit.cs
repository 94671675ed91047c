namespace Descent;

/// <summary>Decides from a column's values what its prediction is: classes or a number.</summary>
internal static class TargetFit
{
    private const int MostNumericClasses = 20;
    private const double MostNumericClassShare = 0.1;
    private const double MostTextClassShare = 0.5;
    private const int FewRows = 10;
    private const int ClassesShown = 10;

    /// <summary>The target with its classes; mean and deviation of a number come with <see cref="Standardize"/>.</summary>
    /// <exception cref="DataException">
    /// The target cannot be learnt: no values, one class, a class for each row, text where a number is asked for.
    /// </exception>
    public static TargetEncoding Fit(CsvTable table, CsvColumn column, TabularOptions options, List<string> report)
    {
        var asText = options.Task == TaskKind.Classification
            || options.Categorical.Any(name => TabularOptions.Resolve(table, name) == column);
        if (!asText)
        {
            RefuseStray(table, column);
        }

        var present = Enumerable.Range(0, table.RowCount).Where(row => IsPresent(column, row)).ToArray();
        if (present.Length == 0)
        {
            throw new DataException($"{table.File}: target '{column.Name}' has no values. Choose another column with --target.");
        }

        var isNumber = column.Kind == ColumnKind.Numeric;
        if (options.Task == TaskKind.Regression && !isNumber)
        {
            throw new DataException(
                $"{table.File}: target '{column.Name}' holds texts such as '{column.Texts[present[0]]}'; regression needs numbers.");
        }

        var numbers = present.Select(row => column.Numbers[row]).Distinct().ToArray();
        var task = options.Task
            ?? (asText || !isNumber || IsClassLike(numbers, present.Length) ? TaskKind.Classification : TaskKind.Regression);
        if (task == TaskKind.Regression)
        {
            return new TargetEncoding { Name = column.Name, Task = task };
        }

        string[] classNames = isNumber
            ? [.. numbers.Order().Select(TargetEncoding.ClassName)]
            : [.. present.Select(row => column.Texts[row]!).Distinct().Order(StringComparer.Ordinal)];
        if (classNames.Length == 1)
        {
            throw new DataException(
                $"{table.File}: target '{column.Name}' is '{classNames[0]}' in all {present.Length} rows: there is nothing to tell "
                + "apart. Choose another target.");
        }

        if (classNames.Length > MostTextClassShare * present.Length && present.Length >= FewRows)
        {
            throw new DataException(
                $"{table.File}: target '{column.Name}' has {classNames.Length} different values in {present.Length} rows, too many "
                + "for classes. "
                + "Choose another target, or regression if it is a number.");
        }

        report.Add($"target '{column.Name}' has {classNames.Length} classes: {string.Join(", ", classNames.Take(ClassesShown))}"
            + (classNames.Length > ClassesShown ? ", ..." : string.Empty));
        return new TargetEncoding { Name = column.Name, Task = task, ClassNames = classNames };
    }

    /// <summary>The target with the mean and deviation of the training rows.</summary>
    public static TargetEncoding Standardize(
        CsvTable table, CsvColumn column, TargetEncoding target, ReadOnlySpan<int> trainingRows, List<string> report)
    {
        if (target.Task == TaskKind.Classification)
        {
            return target;
        }

        var moments = Moments.Of(column.Numbers, trainingRows);
        if (!double.IsFinite(moments.StandardDeviation))
        {
            throw new DataException(
                $"{table.File}: the numbers of target '{target.Name}' are too large to take their standard deviation. Give them in a larger unit.");
        }

        if (moments.StandardDeviation == 0)
        {
            throw new DataException(FormattableString.Invariant(
                $"{table.File}: target '{target.Name}' is {moments.Mean} in all rows: there is nothing to learn. Choose another target."));
        }

        report.Add(FormattableString.Invariant(
            $"target '{target.Name}' is a number: mean {moments.Mean:G6}, standard deviation {moments.StandardDeviation:G6}")
            + " in the training part");
        var fitted = target with { Mean = moments.Mean, StandardDeviation = moments.StandardDeviation };
        fitted.Check();
        return fitted;
    }

    /// <summary>Whether a row has a target.</summary>
    public static bool IsPresent(CsvColumn column, int row)
        => column.Texts[row] is not null && (column.Kind == ColumnKind.Categorical || !double.IsNaN(column.Numbers[row]));

    /// <summary>Refuses a text, NaN or infinity in a column of numbers, and numbers with a decimal comma.</summary>
    public static void RefuseStray(CsvTable table, CsvColumn column)
    {
        if (column.DecimalComma is { } comma)
        {
            throw new DataException(
                $"{table.File}, line {comma.Line}, column '{column.Name}': '{comma.Text}' has a comma in a number. "
                + $"Write it with a point, as {comma.Text.Replace(',', '.')}; or take the column as categories with "
                + $"--categorical {column.Name}, or leave it out with --ignore {column.Name}.");
        }

        if (column.NonFinite is { } value)
        {
            var others = value.Count > 1 ? $" (and {value.Count - 1} more)" : string.Empty;
            throw new DataException(
                $"{table.File}, line {value.Line}, column '{column.Name}': '{value.Text}'{others} is not a finite number. "
                + $"Correct it; or, if it means \"no value\", add it to --missing; or leave the column out with --ignore {column.Name}.");
        }

        if (column.Stray is { } stray)
        {
            var more = stray.Count > 1 ? $" (and {stray.Count - 1} more)" : string.Empty;
            throw new DataException(
                $"{table.File}, line {stray.Line}, column '{column.Name}': '{stray.Text}'{more} is text in a column of numbers. "
                + "Correct it; or, if it means \"no value\", add it to --missing; or take the column as categories with "
                + $"--categorical {column.Name}, or leave it out with --ignore {column.Name}.");
        }
    }

    private static bool IsClassLike(double[] distinct, int rows)
        => Array.TrueForAll(distinct, double.IsInteger)
            && (distinct.Length <= 2 || (distinct.Length <= MostNumericClasses && distinct.Length <= MostNumericClassShare * rows));
}
