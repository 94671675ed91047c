namespace Descent;

/// <summary>Where the time of a training step goes.</summary>
/// <param name="Steps">The steps that were watched.</param>
/// <param name="StepSeconds">The time of a step, with its batch, while nobody watches: the lowest of several measurements.</param>
/// <param name="WatchedSeconds">The time of a step while it is watched; the lines add up to it.</param>
/// <param name="SamplesPerStep">The samples in a step.</param>
/// <param name="Lines">Where it goes, hottest first.</param>
public sealed record StepProfile(
    int Steps, double StepSeconds, double WatchedSeconds, double SamplesPerStep, IReadOnlyList<ProfileLine> Lines)
{
    /// <summary>Samples a second.</summary>
    public double SamplesPerSecond => SamplesPerStep / StepSeconds;

    /// <summary>The arithmetic and the traffic of a step.</summary>
    public OperationCost Cost => Lines.Aggregate(default(OperationCost), (sum, line) => sum + line.Cost);

    /// <summary>The least time of a step as it is computed: the sum over its lines.</summary>
    public double LeastSeconds => Lines.Sum(line => line.LeastSeconds);
}
