using System.Globalization;

namespace Descent;

/// <summary>How the target column becomes classes, or a standardised number and back.</summary>
public sealed record TargetEncoding
{
    /// <summary>The target column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the target is a class or a number.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The classes by label; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The mean of the training part, in the target's own unit.</summary>
    public double Mean { get; init; }

    /// <summary>The standard deviation of the training part, in the target's own unit.</summary>
    public double StandardDeviation { get; init; } = 1;

    /// <summary>The standardised number: (value - mean) / standard deviation.</summary>
    public float Encode(double value) => (float)((value - Mean) / StandardDeviation);

    /// <summary>A prediction in the target's own unit: encoded * standard deviation + mean.</summary>
    public double Decode(double encoded) => (encoded * StandardDeviation) + Mean;

    /// <summary>The label of a class as it is written in a file, or -1; "1.0" is the class "1", "yes." is the class "yes".</summary>
    public int LabelOf(string text)
    {
        var label = IndexOf(text);
        if (label < 0 && CsvColumn.TryParse(text, out var number))
        {
            label = IndexOf(ClassName(number));
        }

        return label >= 0 ? label : IndexOf(text.TrimEnd('.'));
    }

    /// <summary>The name of a class that is a number.</summary>
    internal static string ClassName(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    internal void Check()
    {
        if (!(double.IsFinite(Mean) && double.IsFinite(StandardDeviation) && StandardDeviation > 0))
        {
            throw new DataException(FormattableString.Invariant(
                $"Target '{Name}': mean {Mean} and standard deviation {StandardDeviation} must be finite, and the deviation positive."));
        }

        if (Task == TaskKind.Classification && ClassNames.Count < 2)
        {
            throw new DataException($"Target '{Name}' has {ClassNames.Count} classes; at least two are needed.");
        }
    }

    private int IndexOf(string text)
    {
        for (var label = 0; label < ClassNames.Count; label++)
        {
            if (ClassNames[label] == text)
            {
                return label;
            }
        }

        return -1;
    }
}
