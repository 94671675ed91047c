using System.Diagnostics;

namespace Descent.Cli.Rendering;

/// <summary>Where a sweep stands, gathered from its events.</summary>
/// <param name="metric">What trials are compared by.</param>
/// <param name="rank">Puts trials in order, the best first.</param>
internal sealed class SweepProgress(string metric, Func<IEnumerable<SweepTrial>, IReadOnlyList<SweepTrial>> rank)
{
    private readonly SortedDictionary<int, (SweepTrialStarted Start, EpochEnded? Last)> training = [];
    private readonly Dictionary<int, SweepTrial> ended = [];
    private readonly Stopwatch clock = new();

    /// <summary>What trials are compared by.</summary>
    public string Metric => metric;

    /// <summary>The plan.</summary>
    public SweepStarted Plan { get; private set; } = new(1, 0, 1);

    /// <summary>The trials that have ended, those before a resumption included.</summary>
    public int Ended => Plan.Ended + ended.Values.Count(IsOver);

    /// <summary>The trials that failed since the start.</summary>
    public int Failed => ended.Values.Count(trial => trial.State == SweepTrialState.Failed);

    /// <summary>The trials that ended since the start, the best first.</summary>
    public IReadOnlyList<SweepTrial> Ranked => rank(ended.Values);

    /// <summary>The trials that train, each with its epochs done and planned and its last losses.</summary>
    public IEnumerable<(SweepTrial Trial, int Done, int Epochs, EpochEnded? Last)> Training
        => training.Values.Select(one => (one.Start.Trial, one.Last?.Epoch ?? 0, one.Start.Epochs, one.Last));

    /// <summary>The seconds that are left if it goes on at this speed; null while none has ended, and when all have.</summary>
    public double? SecondsLeft
        => Ended > Plan.Ended && Ended < Plan.Trials ? clock.Elapsed.TotalSeconds / (Ended - Plan.Ended) * (Plan.Trials - Ended) : null;

    /// <summary>Takes an event in.</summary>
    public void Add(SweepEvent value)
    {
        switch (value)
        {
            case SweepStarted plan:
                Plan = plan;
                clock.Start();
                break;
            case SweepTrialStarted started:
                training[started.Trial.Trial] = (started, null);
                break;
            case SweepTrialProgressed progressed when training.TryGetValue(progressed.Trial, out var one):
                training[progressed.Trial] = (one.Start, progressed.Epoch);
                break;
            case SweepTrialEnded { Trial: var trial }:
                training.Remove(trial.Trial);
                ended[trial.Trial] = trial;
                break;
        }
    }

    private static bool IsOver(SweepTrial trial) => trial.State is SweepTrialState.Done or SweepTrialState.Failed or SweepTrialState.Stopped;
}
