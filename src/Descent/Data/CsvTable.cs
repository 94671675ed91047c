using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>A CSV file in memory: named columns of numbers or categories.</summary>
public sealed class CsvTable
{
    private readonly int[] lines;

    private CsvTable(string file, bool hasHeader, string delimiter, CsvColumn[] columns, int[] lines)
    {
        File = file;
        HasHeader = hasHeader;
        Delimiter = delimiter;
        Columns = columns;
        this.lines = lines;
    }

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    /// <summary>Whether the first row named the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>What separated the fields, given or found out.</summary>
    public string Delimiter { get; }

    /// <summary>The columns from left to right.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>The number of rows, the header not counted.</summary>
    public int RowCount => lines.Length;

    /// <summary>The line of the file that a row begins on, from 1.</summary>
    public int Line(int row) => lines[row];

    /// <summary>The column of a name, if there is one: as written, else in other case of letters.</summary>
    public CsvColumn? Find(string name)
        => Columns.FirstOrDefault(column => column.Name == name)
            ?? Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column of a name.</summary>
    /// <exception cref="DataException">There is none; the message names the nearest.</exception>
    public CsvColumn Column(string name)
        => Find(name) ?? throw new DataException(
            $"{File} has no column '{name}'. {NearestNames.Suggest(name, Columns.Select(column => column.Name))}");

    /// <summary>Reads a file, gzipped or plain, in UTF-8.</summary>
    /// <exception cref="DataException">
    /// The file is missing or empty, or a row has too few or too many fields; the line is named.
    /// </exception>
    public static CsvTable Load(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        var delimiter = options.Delimiter ?? DataFile.Read(path, stream =>
        {
            var (sample, isWhole) = CsvRows.Peek(stream);
            return CsvDelimiter.Infer(sample, isWhole);
        });
        if (delimiter.Length != 1 && delimiter != CsvOptions.Whitespace)
        {
            throw new DataException($"The delimiter is one character, 'tab' or '{CsvOptions.Whitespace}', not '{delimiter}'.");
        }

        return DataFile.Read(path, stream =>
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            try
            {
                return Read(reader, Path.GetFileName(path), delimiter, options);
            }
            catch (DecoderFallbackException)
            {
                throw new DataException($"{path} is not text in UTF-8. Save it in that encoding and try again.");
            }
        });
    }

    /// <summary>Reads a text as <see cref="Load"/> reads a file.</summary>
    /// <exception cref="DataException">The text is empty, or a row has too few or too many fields.</exception>
    public static CsvTable Parse(string text, CsvOptions? options = null, string name = "text")
    {
        options ??= new CsvOptions();
        using var reader = new StringReader(text);
        return Read(reader, name, options.Delimiter ?? CsvDelimiter.Infer(text, isWhole: true), options);
    }

    private static CsvTable Read(TextReader text, string file, string delimiter, CsvOptions options)
    {
        List<string[]> rows = [];
        List<int> lines = [];
        foreach (var (line, fields) in CsvRows.Read(text, delimiter, file))
        {
            if (rows.Count > 0 && fields.Length != rows[0].Length)
            {
                var first = options.Header == CsvHeader.None ? "first row" : "header";
                throw new DataException(
                    $"{file}, line {line}: {fields.Length} field{(fields.Length == 1 ? "" : "s")}, the {first} has {rows[0].Length}. "
                    + "Correct the line, or put a field that contains the delimiter in double quotes.");
            }

            rows.Add(fields);
            lines.Add(line);
        }

        if (rows.Count == 0)
        {
            throw new DataException($"{file} is empty.");
        }

        foreach (var fields in rows)
        {
            ReplaceMissing(fields, options.Missing);
        }

        var hasHeader = options.Header == CsvHeader.Yes || (options.Header == CsvHeader.Auto && CsvHeaderRule.IsHeader(rows));
        // A delimiter at the end of every line makes a last column that is nothing.
        if (hasHeader && rows[0].Length > 1 && rows.TrueForAll(fields => fields[^1] is null))
        {
            rows = rows.ConvertAll(fields => fields[..^1]);
        }
        var names = Names(file, rows[0], hasHeader);
        if (hasHeader)
        {
            rows.RemoveAt(0);
            lines.RemoveAt(0);
        }

        if (rows.Count == 0)
        {
            throw new DataException($"{file} has a header and no rows.");
        }

        int[] lineOfRow = [.. lines];
        var columns = names.Select((name, i) => new CsvColumn(name, [.. rows.Select(row => (string?)row[i])], lineOfRow)).ToArray();
        return new CsvTable(file, hasHeader, delimiter, columns, lineOfRow);
    }

    // From here on null is a missing value.
    private static void ReplaceMissing(string?[] fields, IReadOnlyList<string> missing)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is { Length: 0 } || missing.Contains(fields[i], StringComparer.OrdinalIgnoreCase))
            {
                fields[i] = null;
            }
        }
    }

    private static string[] Names(string file, string?[] first, bool hasHeader)
    {
        var names = new string[first.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = hasHeader && first[i] is { } name ? name : (i + 1).ToString(CultureInfo.InvariantCulture);
            var same = Array.IndexOf(names, names[i], 0, i);
            if (same >= 0)
            {
                throw new DataException($"{file}: columns {same + 1} and {i + 1} are both called '{names[i]}'; rename one of them.");
            }
        }

        return names;
    }
}
