namespace Descent.Benchmarks.Comparison;

/// <summary>The seconds of one call, from several rounds.</summary>
internal sealed class Samples
{
    private readonly List<double> seconds = [];

    /// <summary>The middle one; the mean of the two in the middle where their number is even.</summary>
    public double Median
    {
        get
        {
            var sorted = seconds.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The lowest one.</summary>
    public double Best => seconds.Min();

    /// <summary>Adds a round's.</summary>
    public void Add(double value) => seconds.Add(value);
}
