namespace Descent;

/// <summary>One call of Run: the trials on threads of their own, in rounds where only the best go on.</summary>
internal sealed class SweepRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Sweep sweep;
    private readonly SweepTrial[] trials;
    private readonly int parallel;
    private readonly IProgress<SweepEvent>? progress;
    private readonly Lock gate = new();
    private long lastWritten;

    /// <summary>Finds what has ended before.</summary>
    public SweepRun(Sweep sweep, int parallel, IProgress<SweepEvent>? progress)
    {
        (this.sweep, this.parallel, this.progress) = (sweep, parallel, progress);
        trials = [.. sweep.Trials.Select(trial => sweep.Folder.Read(trial.Trial) is { } ended ? Kept(trial, ended) : trial)];
    }

    /// <summary>Runs what has not ended.</summary>
    public IReadOnlyList<SweepTrial> Run(CancellationToken cancellation)
    {
        progress?.Report(new SweepStarted(trials.Length, trials.Count(HasEnded), parallel));
        var alive = trials.Select(trial => trial.Trial).ToArray();
        var budgets = SweepBudgets.Of(sweep.Plan.Halving, trials.Length);
        try
        {
            for (var round = 0; round < budgets.Count; round++)
            {
                Round(alive, round, budgets[round], cancellation);
                if (cancellation.IsCancellationRequested)
                {
                    break;
                }

                alive = round + 1 < budgets.Count ? Survivors(alive, round) : alive;
            }
        }
        finally
        {
            sweep.Folder.WriteResults(trials);
        }

        return trials;
    }

    private static bool HasEnded(SweepTrial trial) => trial.State is SweepTrialState.Done or SweepTrialState.Failed or SweepTrialState.Stopped;

    private SweepTrial Kept(SweepTrial planned, SweepTrial ended)
        => ended.Trial == planned.Trial && ended.Values is not null && ended.Scores is not null && ended.Metrics is not null
            && planned.Values.SequenceEqual(ended.Values)
            ? ended
            : throw new DataException($"'{sweep.Folder.Run(planned.Trial).Path}' holds another sweep's trial. Remove the folder: the trial is then run again.");

    private void Round(int[] alive, int round, SweepBudget budget, CancellationToken cancellation)
    {
        var waiting = new Queue<int>(alive.Where(trial => !HasEnded(trials[trial - 1]) && trials[trial - 1].Scores.Count <= round));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? failure = null;
        void Work()
        {
            try
            {
                while (Next(waiting) is { } trial && !stop.IsCancellationRequested)
                {
                    Train(trial, budget, stop.Token);
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
                stop.Cancel();
            }
        }

        var threads = Enumerable.Range(0, Math.Min(parallel, waiting.Count)).Select(i => new Thread(Work) { Name = $"trial {i}", IsBackground = true }).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private int? Next(Queue<int> waiting)
    {
        lock (gate)
        {
            return waiting.TryDequeue(out var trial) ? trial : null;
        }
    }

    private void Train(int number, SweepBudget budget, CancellationToken cancellation)
    {
        var training = new SweepTraining(sweep, trials[number - 1], budget, Report);
        var ended = training.Run(cancellation);
        lock (gate)
        {
            if (ended.State != SweepTrialState.Waiting)
            {
                Keep(ended);
            }

            progress?.Report(new SweepTrialEnded(ended));
        }
    }

    private void Keep(SweepTrial trial)
    {
        sweep.Folder.Write(trial);
        trials[trial.Trial - 1] = trial;
        if (System.Diagnostics.Stopwatch.GetElapsedTime(lastWritten) >= Interval)
        {
            sweep.Folder.WriteResults(trials);
            lastWritten = System.Diagnostics.Stopwatch.GetTimestamp();
        }
    }

    private void Report(SweepEvent value)
    {
        lock (gate)
        {
            progress?.Report(value);
        }
    }

    // Of equal trials the first go on, so that the choice is the same whoever ended first.
    private int[] Survivors(int[] alive, int round)
    {
        double? Score(int trial) => trials[trial - 1] switch
        {
            { State: SweepTrialState.Failed } => null,
            var judged => judged.Scores.Count > round ? judged.Scores[round] : judged.Score,
        };
        var ranked = alive.OrderBy(Score, Comparer<double?>.Create(sweep.Metric.Compare)).ThenBy(trial => trial).ToArray();
        var going = (ranked.Length + sweep.Plan.Halving!.Value - 1) / sweep.Plan.Halving.Value;
        foreach (var trial in ranked[going..].Where(trial => trials[trial - 1].State == SweepTrialState.Paused))
        {
            lock (gate)
            {
                Keep(trials[trial - 1] with { State = SweepTrialState.Stopped });
                progress?.Report(new SweepTrialEnded(trials[trial - 1]));
            }
        }

        return ranked[..going];
    }
}
