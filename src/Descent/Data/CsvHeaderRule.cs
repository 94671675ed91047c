namespace Descent;

/// <summary>Decides whether the first row of a table names its columns.</summary>
internal static class CsvHeaderRule
{
    // Misprints do not make a column of numbers a column of texts.
    private const double NumericShare = 0.5;

    /// <summary>
    /// A header has no number above a column of numbers. Where all columns are texts, it is a row of different texts that are not found
    /// below.
    /// </summary>
    public static bool IsHeader(List<string[]> rows)
    {
        var first = rows[0];
        if (rows.Count < 2)
        {
            return !first.Any(field => field is not null && CsvColumn.TryParse(field, out _));
        }

        var anyNumeric = false;
        for (var column = 0; column < first.Length; column++)
        {
            int present = 0, numeric = 0;
            foreach (var row in rows.Skip(1))
            {
                present += row[column] is null ? 0 : 1;
                numeric += row[column] is not null && CsvColumn.TryParse(row[column], out _) ? 1 : 0;
            }

            if (numeric > 0 && numeric >= NumericShare * present)
            {
                if (first[column] is not null && CsvColumn.TryParse(first[column], out _))
                {
                    return false;
                }

                anyNumeric |= first[column] is not null;
            }
        }

        return anyNumeric || IsRowOfNames(rows);
    }

    private static bool IsRowOfNames(List<string[]> rows)
    {
        var first = rows[0];
        return first.All(field => field is not null && !CsvColumn.TryParse(field, out _))
            && first.Distinct().Count() == first.Length
            && first.Length > 1
            && !Enumerable.Range(0, first.Length).Any(column => rows.Skip(1).Any(row => row[column] == first[column]));
    }
}
