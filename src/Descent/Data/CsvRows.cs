using System.Text;
using CsvHelper;

namespace Descent;

/// <summary>The rows of a CSV text, each with the line it begins on.</summary>
internal static class CsvRows
{
    private const int LongestRecord = 1 << 24;

    /// <summary>Splits a text into rows of trimmed fields; blank lines are passed over.</summary>
    /// <exception cref="DataException">A quote is never closed, or a row is longer than 16 MB.</exception>
    public static IEnumerable<(int Line, string[] Fields)> Read(TextReader text, string delimiter, string file)
        => delimiter == CsvOptions.Whitespace ? ReadWhitespace(text) : ReadDelimited(text, delimiter[0], file);

    /// <summary>The words of a line; a word in double quotes may contain blanks.</summary>
    public static List<string> SplitWhitespace(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
                continue;
            }

            var quoteEnd = line[i] == '"' ? line.IndexOf('"', i + 1) : -1;
            if (quoteEnd > 0)
            {
                words.Add(line[(i + 1)..quoteEnd]);
                i = quoteEnd + 1;
                continue;
            }

            var end = i;
            while (end < line.Length && !char.IsWhiteSpace(line[end]))
            {
                end++;
            }

            words.Add(line[i..end]);
            i = end;
        }

        return words;
    }

    private static IEnumerable<(int Line, string[] Fields)> ReadWhitespace(TextReader text)
    {
        for (var line = 1; text.ReadLine() is { } content; line++)
        {
            var words = SplitWhitespace(content);
            if (words.Count > 0)
            {
                yield return (line, [.. words]);
            }
        }
    }

    private static IEnumerable<(int Line, string[] Fields)> ReadDelimited(TextReader text, char delimiter, string file)
    {
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            PoolStrings = true,
            MaxRecordSize = LongestRecord,
            OnMalformedRecord = record =>
            {
                if (record.Reason == CsvMalformedReason.UnterminatedQuote)
                {
                    throw new DataException($"{file}, line {record.LineNumber}: a double quote is opened and never closed.");
                }
            },
        });
        while (Next(reader, file))
        {
            var fields = new string[reader.FieldCount];
            for (var i = 0; i < fields.Length; i++)
            {
                fields[i] = reader.GetString(i).Trim();
            }

            if (fields.Length > 1 || fields[0].Length > 0)
            {
                yield return ((int)reader.LineNumber, fields);
            }
        }
    }

    private static bool Next(CsvReader reader, string file)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new DataException(
                $"{file}, line {exception.LineNumber}: {exception.Message} Is a double quote opened there and never closed?", exception);
        }
    }

    /// <summary>The beginning of a text, for finding out its delimiter, and whether that is all of it.</summary>
    public static (string Sample, bool IsWhole) Peek(Stream stream)
    {
        const int Length = 1 << 16;
        var bytes = new byte[Length];
        var read = DataFile.Fill(stream, bytes);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, read), Encoding.UTF8);
        return (reader.ReadToEnd(), read < Length);
    }
}
