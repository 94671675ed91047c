using System.Globalization;
using System.Text.Json.Serialization;

namespace Descent;

/// <summary>How the values of a feature column become numbers.</summary>
public enum ColumnEncodingKind
{
    /// <summary>(value - mean) / standard deviation.</summary>
    Number,

    /// <summary>One feature for each category, 1 for the one that is there.</summary>
    Category,

    /// <summary>1 where there is a value, 0 where it is missing.</summary>
    Presence,
}

/// <summary>How one feature column becomes one or more numbers, as found on the training part.</summary>
public sealed record ColumnEncoding
{
    /// <summary>Values further from the mean than this many standard deviations are taken to be there.</summary>
    public const double Limit = 100;

    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>How its values become numbers.</summary>
    public required ColumnEncodingKind Kind { get; init; }

    /// <summary>The mean of a number; missing values become it.</summary>
    public double Mean { get; init; }

    /// <summary>The standard deviation of a number.</summary>
    public double StandardDeviation { get; init; } = 1;

    /// <summary>Whether a number is taken as it is, not standardised; missing values still become the mean.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRaw { get; init; }

    /// <summary>Whether a feature of its own is 1 where the value is missing: a number's indicator, a category's own place.</summary>
    public bool HasMissing { get; init; }

    /// <summary>The categories that have a place of their own.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The number of features that the column becomes.</summary>
    public int Width => Kind switch
    {
        ColumnEncodingKind.Number => HasMissing ? 2 : 1,
        ColumnEncodingKind.Category => Categories.Count + 1 + (HasMissing ? 1 : 0),
        _ => 1,
    };

    /// <summary>The names of the features: "age", "age missing", "sex = male", "sex = other".</summary>
    public IEnumerable<string> FeatureNames()
    {
        if (Kind == ColumnEncodingKind.Number)
        {
            yield return Name;
        }
        else if (Kind == ColumnEncodingKind.Presence)
        {
            yield return $"{Name} present";
        }
        else
        {
            foreach (var category in Categories)
            {
                yield return $"{Name} = {category}";
            }

            yield return $"{Name} = other";
        }

        if (HasMissing)
        {
            yield return $"{Name} missing";
        }
    }

    /// <summary>Writes the features of one row to the start of the destination.</summary>
    internal void Encode(CsvColumn column, int row, Dictionary<string, int> places, Span<float> destination)
    {
        switch (Kind)
        {
            case ColumnEncodingKind.Presence:
                destination[0] = column.Texts[row] is null ? 0 : 1;
                break;
            case ColumnEncodingKind.Number:
                EncodeNumber(column.Numbers[row], destination);
                break;
            default:
                EncodeCategory(column.Texts[row] is not { } text ? null : places.GetValueOrDefault(text, Categories.Count), destination);
                break;
        }
    }

    /// <summary>Writes a number; NaN where there is none.</summary>
    internal void EncodeNumber(double number, Span<float> destination)
    {
        var missing = double.IsNaN(number);
        destination[0] = IsRaw ? (float)(missing ? Mean : number)
            : missing ? 0
            : (float)Math.Clamp((number - Mean) / StandardDeviation, -Limit, Limit);
        if (HasMissing)
        {
            destination[1] = missing ? 1 : 0;
        }
    }

    /// <summary>Marks a category by its place, <see cref="Categories"/>.Count for another one, null where there is none.</summary>
    internal void EncodeCategory(int? place, Span<float> destination)
    {
        destination[..Width].Clear();
        destination[place ?? (HasMissing ? Width - 1 : Categories.Count)] = 1;
    }

    /// <summary>The value of a row from its features, in words: a number to six digits, a category, or why there is none.</summary>
    internal string Decode(ReadOnlySpan<float> features)
    {
        if (Kind == ColumnEncodingKind.Presence)
        {
            return features[0] > 0 ? "present" : "missing";
        }

        if (HasMissing && features[Width - 1] > 0)
        {
            return "missing";
        }

        var place = features.IndexOf(1f);
        return Kind == ColumnEncodingKind.Number ? DecodeNumber(features[0]).ToString("G6", CultureInfo.InvariantCulture)
            : place >= 0 && place < Categories.Count ? Categories[place]
            : "other";
    }

    // A feature has seven digits, so what is far below the deviation is rounding.
    private double DecodeNumber(float feature)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(StandardDeviation)) - 5);
        var value = (feature * StandardDeviation) + Mean;
        return Math.Round(value / unit) * unit;
    }

    internal void Check()
    {
        if (!(double.IsFinite(Mean) && double.IsFinite(StandardDeviation) && StandardDeviation > 0))
        {
            throw new DataException(FormattableString.Invariant(
                $"Column '{Name}': mean {Mean} and standard deviation {StandardDeviation} must be finite, and the deviation positive."));
        }
    }
}
