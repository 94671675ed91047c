using System.Globalization;

namespace Descent;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Every value that is there is a number.</summary>
    Numeric,

    /// <summary>Texts that name categories.</summary>
    Categorical,
}

/// <summary>A column of a table with its kind found out.</summary>
public sealed class CsvColumn
{
    private const int FewNumbers = 20;

    internal CsvColumn(string name, string?[] texts, int[] lines)
    {
        Name = name;
        Texts = texts;
        Numbers = new double[texts.Length];
        var numeric = 0;
        var distinct = new HashSet<double>();
        var strays = new HashSet<string>();
        int strayRow = -1, strayCount = 0, commaRow = -1, commaCount = 0;
        for (var row = 0; row < texts.Length; row++)
        {
            Numbers[row] = double.NaN;
            if (texts[row] is not { } text)
            {
                MissingCount++;
            }
            else if (TryParse(text, out var number))
            {
                numeric++;
                Numbers[row] = number;
                if (double.IsNaN(number))
                {
                    NonFinite = new StrayText(NonFinite?.Line ?? lines[row], NonFinite?.Text ?? text, (NonFinite?.Count ?? 0) + 1);
                }

                if (distinct.Count <= FewNumbers)
                {
                    distinct.Add(number);
                }
            }
            else
            {
                strays.Add(text);
                strayCount++;
                strayRow = strayRow < 0 ? row : strayRow;
                if (HasDecimalComma(text))
                {
                    commaCount++;
                    commaRow = commaRow < 0 ? row : commaRow;
                }
            }
        }

        // Whole numbers may stand among them.
        if (commaCount > 0 && commaCount + numeric == texts.Length - MissingCount)
        {
            DecimalComma = new StrayText(lines[commaRow], texts[commaRow]!, commaCount);
        }

        Kind = strayCount == 0 && numeric > 0 ? ColumnKind.Numeric : ColumnKind.Categorical;
        var many = distinct.Count > FewNumbers;
        var share = (double)numeric / Math.Max(1, numeric + strayCount);
        if (strayRow >= 0
            && ((strayCount == 1 && numeric >= 2)
                || (strays.Count == 1 && many && share >= 0.5)
                || (share >= 0.8 && (many || strayCount <= 0.02 * numeric))))
        {
            Stray = new StrayText(lines[strayRow], texts[strayRow]!, strayCount);
        }
    }

    /// <summary>The column's name; its place from 1 if the file has no header.</summary>
    public string Name { get; }

    /// <summary>What the values are.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The values as written, trimmed; null where missing.</summary>
    public IReadOnlyList<string?> Texts { get; }

    /// <summary>The number of missing values.</summary>
    public int MissingCount { get; }

    /// <summary>A value written as NaN or infinity, or too large for a number.</summary>
    internal StrayText? NonFinite { get; }

    /// <summary>The values as numbers; NaN where missing or not a number.</summary>
    internal double[] Numbers { get; }

    /// <summary>A text in a column that looks meant for numbers.</summary>
    internal StrayText? Stray { get; }

    /// <summary>A number with a decimal comma, in a column of such numbers.</summary>
    internal StrayText? DecimalComma { get; }

    /// <summary>Whether a text is a number as CSV files write them; infinities come out as NaN.</summary>
    internal static bool TryParse(string text, out double number)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        if (!isNumber && text.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase))
        {
            isNumber = true;
            number = double.PositiveInfinity;
        }

        if (isNumber && !double.IsFinite(number))
        {
            number = double.NaN;
        }

        return isNumber;
    }

    private static bool HasDecimalComma(string text)
        => text.AsSpan().Count(',') == 1 && char.IsAsciiDigit(text[^1])
            && double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}

/// <summary>A text among numbers: the line of the first, what it says, and how many there are.</summary>
internal sealed record StrayText(int Line, string Text, int Count);
