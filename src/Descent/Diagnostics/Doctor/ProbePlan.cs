namespace Descent;

/// <summary>
/// When to look: before steps 0, 2, 8, 32 and so on, and at the beginning of an epoch while all looks together have computed no more than a
/// small share of the samples that training has. It goes by counts, not by time, so that a training finds the same each time.
/// </summary>
internal sealed class ProbePlan(int samples)
{
    private const double ShareOfSamples = 0.002;

    private int probes;

    /// <summary>Whether to look before a step.</summary>
    /// <param name="step">The steps taken before.</param>
    /// <param name="beginsEpoch">Whether it is the first of an epoch.</param>
    /// <param name="trained">The samples that were trained on so far, each as often as it was.</param>
    public bool IsDue(int step, bool beginsEpoch, long trained)
    {
        var isDue = step == 0 || (int.IsPow2(step) && int.Log2(step) % 2 == 1) || (beginsEpoch && (probes + 1L) * samples <= ShareOfSamples * trained);
        probes += isDue ? 1 : 0;
        return isDue;
    }
}
