namespace Descent.Benchmarks.Comparison;

/// <summary>The same quantity, measured several times.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    /// <summary>The middle one; the mean of the two in the middle where their number is even.</summary>
    public double Median
    {
        get
        {
            var sorted = values.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The lowest one.</summary>
    public double Best => values.Min();

    /// <summary>Adds a measurement.</summary>
    public void Add(double value) => values.Add(value);
}
