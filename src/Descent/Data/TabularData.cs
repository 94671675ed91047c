namespace Descent;

/// <summary>A table made ready to learn from: encoded parts, the encoder that made them, and what was decided on the way.</summary>
public sealed record TabularData(DataSplit Split, TabularEncoder Encoder, EncoderReport Report)
{
    private const double DefaultValidationFraction = 0.1;
    private const int FewRows = 2_000;

    /// <summary>Reads a CSV file, decides what its columns are, splits it, and encodes each part by what the training part shows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="csv">How to read it; by default found out.</param>
    /// <param name="options">What to predict from what, and how to split.</param>
    /// <exception cref="DataException">The file or a column cannot be used; file, line and column are named with a remedy.</exception>
    public static TabularData Load(string path, CsvOptions? csv = null, TabularOptions? options = null)
        => Prepare(CsvTable.Load(path, csv), csv, options);

    /// <summary>Does for a table in memory what <see cref="Load"/> does for a file.</summary>
    /// <exception cref="DataException">A column cannot be used, or too few rows are left.</exception>
    public static TabularData Prepare(CsvTable table, CsvOptions? csv = null, TabularOptions? options = null)
    {
        csv ??= new CsvOptions();
        options ??= new TabularOptions();
        var report = new EncoderReportBuilder();
        var targetColumn = TabularOptions.Resolve(table, options.Target);
        var target = TargetFit.Fit(table, targetColumn, options, report.Sentences);
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => TargetFit.IsPresent(targetColumn, row))];
        report.DroppedRows = table.RowCount - rows.Length;
        if (report.DroppedRows > 0)
        {
            report.Say($"{report.DroppedRows} rows without a value of '{target.Name}' are left out");
        }

        rows = options.DropDuplicates ? Once(table, targetColumn, options, rows, report) : rows;
        int[] labels = target.Task == TaskKind.Classification ? TabularEncoder.Labels(table, targetColumn, rows, target) : [];
        var testFraction = options.TestPath is null ? options.TestFraction : 0;
        if (options.TestPath is null && testFraction == 0)
        {
            throw new DataException(
                $"{table.File}: with a test fraction of 0 there is nothing to test on; give a fraction or a test file.");
        }

        var validationFraction = options.ValidationFraction ?? (rows.Length < FewRows ? 0 : DefaultValidationFraction);
        if (options.ValidationFraction is null && validationFraction == 0)
        {
            report.Say($"{rows.Length} rows are few: all but the test part are trained on, none are kept for validation");
        }

        var parts = options.Folds is { } folds
            ? Descent.Split.FoldRows(table.File, labels, target.ClassNames.Count, rows.Length, folds, options.Fold, validationFraction, options.Seed)
            : Descent.Split.StratifiedRows(
            table.File, labels, target.ClassNames.Count, rows.Length, testFraction, validationFraction, options.Seed);
        int[] Rows(int[] part) => Array.ConvertAll(part, index => rows[index]);

        var trainingRows = Without(options.Exclude, table, Rows(parts.Train), report);
        var standardized = TargetFit.Standardize(table, targetColumn, target, trainingRows, report.Sentences);
        var encoder = new TabularEncoder
        {
            Target = options.StandardizeTarget ? standardized : target,
            Columns = FitColumns(table, targetColumn, options, trainingRows, report),
            Missing = csv.Missing,
            HasHeader = table.HasHeader,
        };

        var name = Path.GetFileNameWithoutExtension(table.File);
        var train = encoder.Encode(table, trainingRows, name);
        var test = options.TestPath is null
            ? encoder.Encode(table, Rows(parts.Test), $"{name} test")
            : encoder.Encode(CsvTable.Load(options.TestPath, encoder.CsvOptions with { Delimiter = table.Delimiter }));
        var validation = parts.Validation.Length == 0 ? null : encoder.Encode(table, Rows(parts.Validation), $"{name} validation");
        return new TabularData(new DataSplit(train, test, validation), encoder, report.Build());
    }

    /// <summary>The first of each group of rows that have the same values in the columns that are used, and the same target.</summary>
    private static int[] Once(CsvTable table, CsvColumn target, TabularOptions options, int[] rows, EncoderReportBuilder report)
    {
        CsvColumn[] features = [.. options.Features.Select(name => TabularOptions.Resolve(table, name))];
        CsvColumn[] ignored = [.. options.Ignore.Select(name => TabularOptions.Resolve(table, name))];
        CsvColumn[] used =
            [.. table.Columns.Where(column => column == target || (!ignored.Contains(column) && (features.Length == 0 || features.Contains(column))))];
        int[] kept = [.. rows.DistinctBy(row => string.Join('\u001f', used.Select(column => column.Texts[row] ?? "\u001e")))];
        report.Say($"{rows.Length - kept.Length} rows that are the same as another are left out");
        return kept;
    }

    private static int[] Without(IReadOnlyCollection<int> lines, CsvTable table, int[] trainingRows, EncoderReportBuilder report)
    {
        if (lines.Count == 0)
        {
            return trainingRows;
        }

        var excluded = lines.ToHashSet();
        int[] kept = [.. trainingRows.Where(row => !excluded.Contains(table.Line(row)))];
        report.Say($"{trainingRows.Length - kept.Length} rows are left out of the training part, as asked");
        return kept.Length > 0 ? kept : throw new DataException($"{table.File}: no row is left to train on; leave out fewer lines.");
    }

    private static List<ColumnEncoding> FitColumns(
        CsvTable table, CsvColumn target, TabularOptions options, int[] trainingRows, EncoderReportBuilder report)
    {
        CsvColumn[] Resolve(IEnumerable<string> names) => [.. names.Select(name => TabularOptions.Resolve(table, name))];
        CsvColumn[] features = Resolve(options.Features), ignored = Resolve(options.Ignore), categorical = Resolve(options.Categorical);
        if (ignored.Contains(target))
        {
            throw new DataException($"{table.File}: '{target.Name}' is the target and cannot be ignored. Name another column with --target.");
        }

        if (features.Contains(target))
        {
            throw new DataException($"'{target.Name}' is the target and cannot be a feature as well.");
        }

        var encodings = new List<ColumnEncoding>();
        foreach (var column in table.Columns)
        {
            if (column == target || (features.Length > 0 && !features.Contains(column)))
            {
                continue;
            }

            var encoding = ignored.Contains(column)
                ? report.Ignore(column, "as asked")
                : ColumnFit.Fit(table, column, categorical.Contains(column), options.StandardizeInputs, trainingRows, report);
            if (encoding is not null)
            {
                encodings.Add(encoding);
            }
        }

        return encodings.Count > 0 ? encodings : throw new DataException(
            $"{table.File}: no column is left to predict '{target.Name}' from"
            + (report.Ignored.Count == 0 ? "." : $": {string.Join("; ", report.Ignored.Select(Describe))}.")
            + " Needed is a column of numbers that vary, or of texts that come again.");

        static string Describe(IgnoredColumn column) => $"'{column.Name}': {column.Reason}";
    }
}
