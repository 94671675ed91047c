using System.Globalization;

namespace Descent;

/// <summary>Names a sample for people.</summary>
internal static class SamplePlace
{
    /// <summary>The line of the file that it is from, or else its place in a part, from 0: <c>line 12</c>, <c>training sample 5</c>.</summary>
    public static string Of(Dataset data, int row, string part) => data.Lines is { } lines
        ? string.Create(CultureInfo.InvariantCulture, $"line {lines[row]}")
        : string.Create(CultureInfo.InvariantCulture, $"{part} sample {row}");
}
