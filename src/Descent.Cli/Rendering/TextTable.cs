namespace Descent.Cli.Rendering;

/// <summary>Rows of words in columns, plain text; the last column wraps at the width.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";
    private const int NarrowestLast = 16;

    private readonly List<string[]> rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>A table whose cells stand to the right, but for the last of each row.</summary>
    public static TextTable WithNumbers(IReadOnlyList<string[]> rows)
    {
        var table = new TextTable();
        int Width(int column) => rows.Max(row => row[column].Length);
        foreach (var row in rows)
        {
            table.Add([.. row[..^1].Select((cell, column) => cell.PadLeft(Width(column))), row[^1]]);
        }

        return table;
    }

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="width">The columns of the terminal.</param>
    /// <param name="indent">Blanks before each line.</param>
    public void Write(TextWriter writer, int width, int indent = 0)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var columns = rows.Max(row => row.Length);
        int Width(int column) => rows.Max(row => column < row.Length - 1 ? row[column].Length : 0);
        int[] widths = [.. Enumerable.Range(0, columns).Select(Width)];
        foreach (var row in rows)
        {
            var start = new string(' ', indent) + string.Concat(row[..^1].Select((cell, column) => cell.PadRight(widths[column]) + Gap));
            var lines = Wrap(row[^1], width - start.Length);
            if (width - start.Length < NarrowestLast && lines.Count > 1)
            {
                // No room beside the other cells: the last goes below them.
                writer.WriteLine(start.TrimEnd());
                start = new string(' ', indent + 4);
                lines = Wrap(row[^1], width - start.Length);
            }

            foreach (var line in lines)
            {
                writer.WriteLine((start + line).TrimEnd());
                start = new string(' ', start.Length);
            }
        }
    }

    /// <summary>Writes sentences as a list with dashes.</summary>
    public static void WriteList(TextWriter writer, IEnumerable<string> sentences, int width)
    {
        foreach (var sentence in sentences)
        {
            var start = "- ";
            foreach (var line in Wrap(sentence, width - start.Length))
            {
                writer.WriteLine(start + line);
                start = "  ";
            }
        }
    }

    /// <summary>Cuts text at blanks into lines of a width; a longer word stays whole.</summary>
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    lines.Add(line);
                    line = word;
                }
                else
                {
                    line = line.Length == 0 ? word : $"{line} {word}";
                }
            }

            lines.Add(line);
        }

        return lines;
    }
}
