namespace Descent;

/// <summary>What came of a training.</summary>
/// <param name="reason">Why it ended.</param>
/// <param name="history">One line for each epoch.</param>
/// <param name="bestEpoch">The best epoch, from 1; 0 if none was done.</param>
/// <param name="validation">The measure on the validation part, if there is one.</param>
public sealed class TrainingRun(StopReason reason, IReadOnlyList<EpochEnded> history, int bestEpoch, Evaluation? validation)
{
    /// <summary>Why it ended.</summary>
    public StopReason Reason { get; } = reason;

    /// <summary>What a callback said when it asked for the end; null unless one did.</summary>
    public string? StopMessage { get; init; }

    /// <summary>One line for each epoch.</summary>
    public IReadOnlyList<EpochEnded> History { get; } = history;

    /// <summary>The epoch with the lowest validation loss (training loss without validation), from 1; 0 if none was done.</summary>
    public int BestEpoch { get; } = bestEpoch;

    /// <summary>Whether there was a validation part.</summary>
    public bool HasValidation => validation is not null;

    /// <summary>The validation part, measured with the model as it is now.</summary>
    /// <exception cref="DescentException">There was no validation part.</exception>
    public Evaluation Validation
        => validation ?? throw new DescentException("There was no validation part: pass one to Fit, or measure with Evaluator.Evaluate.");
}
