namespace Descent;

/// <summary>Trains one trial, anew or from its checkpoint, to its end or to where it is compared with others.</summary>
internal sealed class SweepTraining(Sweep sweep, SweepTrial trial, SweepBudget budget, Action<SweepEvent> report) : IProgress<TrainingEvent>
{
    private CancellationTokenSource? pause;
    private int epochs;

    /// <summary>Trains; the trial as it stands then.</summary>
    public SweepTrial Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        pause = stop;
        try
        {
            var (recipe, data) = sweep.Make(trial.Trial);
            var session = TrainingSession.Begin(recipe, sweep.Folder.Run(trial.Trial), data);
            epochs = budget.Epochs(session.Recipe.Epochs!.Value);
            report(new SweepTrialStarted(trial, epochs));
            return Judge(session.Run(this, stop.Token), session.Recipe.Epochs.Value);
        }
        catch (Exception error) when (error is DescentException or OutOfMemoryException)
        {
            return Failed(error is DescentException ? error.Message : "there is not enough memory for this trial.");
        }
    }

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        var done = value switch
        {
            TrainingStarted started => started.ResumedAtEpoch,
            EpochEnded ended => ended.Epoch,
            _ => 0,
        };
        if (value is EpochEnded epoch)
        {
            report(new SweepTrialProgressed(trial.Trial, epoch));
        }

        if (budget.Divisor > 1 && done >= epochs)
        {
            pause!.Cancel();
        }
    }

    private SweepTrial Judge(SessionResult result, int all)
    {
        var history = result.Run.History;
        if (result.Run.Reason != StopReason.Cancelled)
        {
            return Judged(SweepTrialState.Done, result.Run.Validation.Loss, result.Run.Validation.Metrics, history.Count, result);
        }

        // A step into the next epoch may have been taken; it is in the checkpoint, not in the comparison.
        return epochs < all && history.Count >= epochs && history[epochs - 1] is var last
            ? Judged(SweepTrialState.Paused, last.ValidationLoss, last.Metrics, epochs, result)
            : trial;
    }

    private SweepTrial Judged(
        SweepTrialState state, double? loss, IReadOnlyDictionary<string, double> metrics, int count, SessionResult result)
    {
        var score = sweep.Metric.Value(loss, metrics);
        return score is null && state == SweepTrialState.Done
            ? Failed($"its validation {sweep.Metric.Name} is no number.")
            : trial with
            {
                State = state,
                Score = score,
                ValidationLoss = loss,
                Metrics = metrics,
                Epochs = count,
                BestEpoch = state == SweepTrialState.Done ? result.Run.BestEpoch : 0,
                Scores = sweep.Plan.Halving is null ? [] : [.. trial.Scores, score],
                Seconds = (trial.Seconds ?? 0) + result.Seconds,
            };
    }

    private SweepTrial Failed(string message) => trial with { State = SweepTrialState.Failed, Message = message, Score = null };
}
