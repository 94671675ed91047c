namespace Descent;

/// <summary>Finds out what separates the fields of a text: the character that every line has equally often.</summary>
internal static class CsvDelimiter
{
    private const int MaximumRecords = 50;

    // Where two fit equally well the rarer in plain text wins.
    private static readonly char[] Candidates = ['\t', ';', '|', ','];

    /// <summary>The delimiter of a text's beginning.</summary>
    /// <param name="sample">The beginning of the file.</param>
    /// <param name="isWhole">Whether the sample is the whole file, so that its last line is complete.</param>
    public static string Infer(string sample, bool isWhole)
    {
        var records = Records(sample, isWhole);
        char best = ',';
        int bestCount = 0;
        foreach (var candidate in Candidates)
        {
            var count = records.Count == 0 ? 0 : records.Min(record => record.Counts[Array.IndexOf(Candidates, candidate)]);
            var same = records.All(record => record.Counts[Array.IndexOf(Candidates, candidate)] == count);
            if (same && count > bestCount)
            {
                (best, bestCount) = (candidate, count);
            }
        }

        if (bestCount > 0)
        {
            return best.ToString();
        }

        // A damaged line must not hide the delimiter of all others: it is found when the fields are counted.
        foreach (var candidate in Candidates)
        {
            var with = records.Count(record => record.Counts[Array.IndexOf(Candidates, candidate)] > 0);
            if (with * 2 > records.Count)
            {
                return candidate.ToString();
            }
        }

        var words = records.Select(record => CsvRows.SplitWhitespace(record.Text).Count).ToArray();
        return words.Length > 0 && words[0] > 1 && words.All(count => count == words[0]) ? CsvOptions.Whitespace : ",";
    }

    /// <summary>The first records and how often each has each candidate outside quotes.</summary>
    private static List<(string Text, int[] Counts)> Records(string sample, bool isWhole)
    {
        var records = new List<(string Text, int[] Counts)>();
        var counts = new int[Candidates.Length];
        bool quoted = false, fieldStart = true;
        var start = 0;
        for (var i = 0; i <= sample.Length && records.Count < MaximumRecords; i++)
        {
            var end = i == sample.Length;
            if (end ? isWhole : sample[i] == '\n' && !quoted)
            {
                if (!string.IsNullOrWhiteSpace(sample[start..i]))
                {
                    records.Add((sample[start..i], counts));
                }

                (counts, start, fieldStart) = (new int[Candidates.Length], i + 1, true);
                continue;
            }

            if (end)
            {
                break;
            }

            var candidate = Array.IndexOf(Candidates, sample[i]);
            if (sample[i] == '"' && (quoted || fieldStart))
            {
                quoted = !quoted;
            }
            else if (candidate >= 0 && !quoted)
            {
                counts[candidate]++;
                fieldStart = true;
            }
            else if (sample[i] != ' ')
            {
                fieldStart = false;
            }
        }

        return records;
    }
}
