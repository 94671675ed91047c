namespace Descent;

/// <summary>What the values of a column are like.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Distinct">The number of different values.</param>
/// <param name="ModeShare">The share of the value that comes most often.</param>
/// <param name="Mode">That value.</param>
internal sealed record ColumnFacts(double Mean, double Deviation, int Distinct, double ModeShare, double Mode)
{
    /// <summary>The root of the mean square: how large the values are.</summary>
    public double Rms => Math.Sqrt((Mean * Mean) + (Deviation * Deviation));

    /// <summary>Whether the values vary like a measurement: many of them, and none that half of the samples have.</summary>
    public bool IsContinuous => Distinct > 2 && ModeShare < 0.5;

    /// <summary>The facts of some values; there must be at least one.</summary>
    public static ColumnFacts Of(ReadOnlySpan<float> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in sorted)
        {
            sum += value;
        }

        var mean = sum / sorted.Length;
        var (distinct, longest, mode) = (0, 0, 0f);
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                squares += (sorted[end] - mean) * (sorted[end] - mean);
                end++;
            }

            distinct++;
            (longest, mode) = end - start > longest ? (end - start, sorted[start]) : (longest, mode);
            start = end;
        }

        return new ColumnFacts(mean, distinct == 1 ? 0 : Math.Sqrt(squares / sorted.Length), distinct, (double)longest / sorted.Length, mode);
    }
}
