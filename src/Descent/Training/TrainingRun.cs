namespace Descent;

/// <summary>What came of a training.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="History">One line for each epoch.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss (training loss without validation), from 1; 0 if none was done.</param>
/// <param name="Validation">The validation part, measured with the model as it is now; null without one.</param>
public sealed record TrainingRun(StopReason Reason, IReadOnlyList<EpochEnded> History, int BestEpoch, Evaluation? Validation);
