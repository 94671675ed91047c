namespace Descent;

/// <summary>Something that happened while training, as typed data; faces decide how to show it.</summary>
public abstract record TrainingEvent;

/// <summary>Training begins, or goes on where it was interrupted.</summary>
/// <param name="Epochs">The number of epochs in all.</param>
/// <param name="BatchesPerEpoch">The number of batches in each.</param>
/// <param name="TrainSamples">The number of samples trained on.</param>
/// <param name="ValidationSamples">The number of samples validated on; 0 for none.</param>
/// <param name="ResumedAtEpoch">The epochs that were finished before; 0 for a fresh start.</param>
public sealed record TrainingStarted(int Epochs, int BatchesPerEpoch, int TrainSamples, int ValidationSamples, int ResumedAtEpoch) : TrainingEvent;

/// <summary>One batch was computed, and its step taken; where several batches make a step, the last of them takes it.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The batch within it, from 1.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="Samples">The samples seen in this epoch so far.</param>
public sealed record BatchEnded(int Epoch, int Batch, double Loss, double LearningRate, int Samples) : TrainingEvent;

/// <summary>One epoch ended.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss over the epoch's batches, each before its step, without a penalty on weights.</param>
/// <param name="ValidationLoss">The mean loss on the validation part; null without one.</param>
/// <param name="Metrics">The metrics on the validation part, by name; empty without one.</param>
/// <param name="LearningRate">The rate of the epoch, or of its last step where it changes from step to step.</param>
/// <param name="Seconds">The time of the epoch, validation included.</param>
/// <param name="SamplesPerSecond">Training samples per second, validation not counted.</param>
public sealed record EpochEnded(
    int Epoch,
    double TrainLoss,
    double? ValidationLoss,
    IReadOnlyDictionary<string, double> Metrics,
    double LearningRate,
    double Seconds,
    double SamplesPerSecond) : TrainingEvent;

/// <summary>A checkpoint is on the disk.</summary>
/// <param name="Path">The file.</param>
public sealed record CheckpointSaved(string Path) : TrainingEvent;

/// <summary>The doctor found something, for the first time.</summary>
/// <param name="Finding">What was found, with evidence and remedy.</param>
public sealed record FindingReported(Finding Finding) : TrainingEvent;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The validation loss had not improved for as many epochs as early stopping waits.</summary>
    EarlyStopped,

    /// <summary>A callback asked for it; <see cref="TrainingRun.StopMessage"/> says why.</summary>
    Requested,

    /// <summary>It was cancelled; a checkpoint was saved where one was asked for.</summary>
    Cancelled,
}

/// <summary>Training ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Epochs">The epochs done.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss (training loss without validation), from 1; 0 if none was done.</param>
public sealed record TrainingEnded(StopReason Reason, int Epochs, int BestEpoch) : TrainingEvent;
