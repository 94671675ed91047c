namespace Descent;

/// <summary>Mean and standard deviation of some values; NaN is passed over.</summary>
internal readonly record struct Moments(int Count, double Mean, double StandardDeviation)
{
    /// <summary>The moments of the chosen rows, in two passes, so that a large mean does not swallow a small deviation.</summary>
    public static Moments Of(ReadOnlySpan<double> values, ReadOnlySpan<int> rows)
    {
        var sum = 0.0;
        var count = 0;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var row in rows)
        {
            if (!double.IsNaN(values[row]))
            {
                sum += values[row];
                count++;
                low = Math.Min(low, values[row]);
                high = Math.Max(high, values[row]);
            }
        }

        if (count == 0)
        {
            return default;
        }

        var mean = sum / count;
        if (low == high)
        {
            return new Moments(count, low, 0);
        }

        var squares = 0.0;
        foreach (var row in rows)
        {
            if (!double.IsNaN(values[row]))
            {
                squares += (values[row] - mean) * (values[row] - mean);
            }
        }

        return new Moments(count, mean, Math.Sqrt(squares / count));
    }
}
