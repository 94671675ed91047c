using System.Globalization;

namespace Descent.Benchmarks.Results;

/// <summary>Numbers and tables as people read them; a table is Markdown, aligned so that it also reads well as it is.</summary>
internal static class Text
{
    /// <summary>A time with three digits and a unit.</summary>
    public static string Time(double? seconds) => seconds switch
    {
        null => "-",
        < 1e-6 => $"{Three(seconds.Value * 1e9)} ns",
        < 1e-3 => $"{Three(seconds.Value * 1e6)} µs",
        < 1 => $"{Three(seconds.Value * 1e3)} ms",
        _ => $"{Three(seconds.Value)} s",
    };

    /// <summary>Three digits.</summary>
    public static string Three(double value) => value.ToString(
        value switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    /// <summary>A part of the whole.</summary>
    public static string Percent(double? part)
        => part is { } number ? string.Create(CultureInfo.InvariantCulture, $"{100 * number:0.#} %") : "-";

    /// <summary>A bar that is met, missed or not judged.</summary>
    public static string Met(bool? met) => met switch { true => "yes", false => "no", null => "-" };

    /// <summary>A table: the first column to the left, the others to the right.</summary>
    public static IEnumerable<string> Table(string[] head, IEnumerable<string[]> rows)
    {
        string[][] all = [head, .. rows];
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        string Cell(string cell, int i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]);
        string Line(string[] row) => $"| {string.Join(" | ", row.Select(Cell))} |";
        string Rule(int width, int i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":";
        yield return Line(head);
        yield return $"|{string.Join("|", widths.Select(Rule))}|";
        foreach (var row in all.Skip(1))
        {
            yield return Line(row);
        }
    }
}
