namespace Descent;

/// <summary>Gathers the losses of an epoch's steps in memory that is there from the beginning.</summary>
internal sealed class StepLossGauge(int stepsPerEpoch)
{
    private const int MostWindows = 32;

    private readonly double[] sums = new double[Math.Min(MostWindows, stepsPerEpoch)];
    private readonly int[] counts = new int[Math.Min(MostWindows, stepsPerEpoch)];
    private int steps;
    private double sum;
    private double lowest = double.PositiveInfinity;
    private double highest = double.NegativeInfinity;

    /// <summary>Takes a step's loss in.</summary>
    public void Add(double loss)
    {
        var window = (int)Math.Min(sums.Length - 1, (long)steps * sums.Length / stepsPerEpoch);
        sums[window] += loss;
        counts[window]++;
        steps++;
        sum += loss;
        lowest = Math.Min(lowest, loss);
        highest = Math.Max(highest, loss);
    }

    /// <summary>What was gathered, and begins anew; null where nothing was.</summary>
    public StepLosses? Take(int epoch)
    {
        if (steps == 0)
        {
            return null;
        }

        double[] windows = [.. sums.Zip(counts).Where(window => window.Second > 0).Select(window => window.First / window.Second)];
        var taken = new StepLosses(epoch, steps, sum / steps, lowest, highest, windows);
        Array.Clear(sums);
        Array.Clear(counts);
        (steps, sum, lowest, highest) = (0, 0, double.PositiveInfinity, double.NegativeInfinity);
        return taken;
    }
}
