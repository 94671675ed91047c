namespace Descent;

/// <summary>Decides from the training rows how a feature column becomes numbers, and says why.</summary>
internal static class ColumnFit
{
    private const int ManyCategories = 100;
    private const double FreeTextShare = 0.5;
    private const double AlmostAllDifferent = 0.9;
    private const int FewRows = 10;
    private const double PresenceShare = 0.05;
    private const int RareCount = 2;

    private static readonly string[] IdentifierNames = ["id", "index", "row", "rowid", "unnamed: 0", "passengerid", "no", "nr", "#"];

    /// <summary>The column's encoding, or null if it is ignored; either way a sentence about it is added to the report.</summary>
    public static ColumnEncoding? Fit(
        CsvTable table, CsvColumn column, bool asCategories, bool standardize, ReadOnlySpan<int> trainingRows, EncoderReportBuilder report)
    {
        if (!asCategories)
        {
            TargetFit.RefuseStray(table, column);
        }

        return column.Kind == ColumnKind.Numeric && !asCategories
            ? Number(column, standardize, trainingRows, report)
            : Category(column, trainingRows, report);
    }

    private static ColumnEncoding? Number(CsvColumn column, bool standardize, ReadOnlySpan<int> rows, EncoderReportBuilder report)
    {
        var moments = Moments.Of(column.Numbers, rows);
        var missing = rows.Length - moments.Count;
        if (moments.Count == 0)
        {
            return report.Ignore(column, "it has no values");
        }

        if (moments.StandardDeviation == 0 && missing == 0)
        {
            return report.Ignore(column, FormattableString.Invariant($"it is always {moments.Mean}"));
        }

        if (IsIdentifier(column, rows))
        {
            return report.Ignore(column, "it numbers the rows");
        }

        report.Say($"'{column.Name}' is a number, {(standardize ? "standardised" : "taken as it is")}" + Missing(missing, "become the mean, marked by a feature of their own"));

        var encoding = new ColumnEncoding
        {
            Name = column.Name,
            Kind = ColumnEncodingKind.Number,
            Mean = moments.Mean,
            StandardDeviation = moments.StandardDeviation == 0 ? 1 : moments.StandardDeviation,
            IsRaw = !standardize,
            HasMissing = missing > 0,
        };
        encoding.Check();
        return encoding;
    }

    private static ColumnEncoding? Category(CsvColumn column, ReadOnlySpan<int> rows, EncoderReportBuilder report)
    {
        var counts = new Dictionary<string, int>();
        var missing = 0;
        foreach (var row in rows)
        {
            if (column.Texts[row] is { } text)
            {
                counts[text] = counts.GetValueOrDefault(text) + 1;
            }
            else
            {
                missing++;
            }
        }

        var present = rows.Length - missing;
        if (present == 0)
        {
            return report.Ignore(column, "it has no values");
        }

        if (counts.Count == 1 && missing == 0)
        {
            return report.Ignore(column, $"it is always '{counts.Keys.First()}'");
        }

        if (IsFreeText(counts.Count, present))
        {
            if (Math.Min(missing, present) < PresenceShare * rows.Length)
            {
                return report.Ignore(column, $"it has {counts.Count} different texts in {present} rows");
            }

            report.Say($"'{column.Name}' has {counts.Count} different texts in {present} rows: only whether there is one is used");
            return new ColumnEncoding { Name = column.Name, Kind = ColumnEncodingKind.Presence };
        }

        // What is seen once teaches what to make of the unseen; with few categories each keeps its place.
        var kept = counts.Where(pair => pair.Value >= RareCount || counts.Count <= 3)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(ManyCategories).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        var rare = counts.Count - kept.Length;
        report.Say($"'{column.Name}' has {counts.Count} categories" + (rare > 0 ? $", {rare} rare one{(rare == 1 ? "" : "s")} taken together" : string.Empty)
            + Missing(missing, "are a category of their own"));
        return new ColumnEncoding { Name = column.Name, Kind = ColumnEncodingKind.Category, Categories = kept, HasMissing = missing > 0 };
    }

    private static bool IsFreeText(int different, int present)
        => present >= FewRows
            && different > FreeTextShare * present
            && (different > ManyCategories || different > AlmostAllDifferent * present);

    private static bool IsIdentifier(CsvColumn column, ReadOnlySpan<int> rows)
    {
        if (!IdentifierNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase)
            && !column.Name.EndsWith("_id", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var seen = new HashSet<double>();
        foreach (var row in rows)
        {
            if (!double.IsInteger(column.Numbers[row]) || !seen.Add(column.Numbers[row]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Missing(int count, string fate) => count == 0 ? string.Empty
        : count == 1 ? $"; 1 missing value: missing values {fate}" : $"; {count} missing values {fate}";
}
