namespace Descent;

/// <summary>Something that happened in a sweep, as typed data; one at a time, from the thread of the trial.</summary>
public abstract record SweepEvent;

/// <summary>The sweep begins, or goes on.</summary>
/// <param name="Trials">The trials in all.</param>
/// <param name="Ended">Those that had ended before.</param>
/// <param name="Parallel">How many train side by side.</param>
public sealed record SweepStarted(int Trials, int Ended, int Parallel) : SweepEvent;

/// <summary>A trial begins, or goes on.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Epochs">The epochs that it is to train, those before included.</param>
public sealed record SweepTrialStarted(SweepTrial Trial, int Epochs) : SweepEvent;

/// <summary>A trial ended an epoch.</summary>
/// <param name="Trial">The number of the trial.</param>
/// <param name="Epoch">What ended.</param>
public sealed record SweepTrialProgressed(int Trial, EpochEnded Epoch) : SweepEvent;

/// <summary>A trial ended, failed, pauses, or stopped where it was interrupted; its state says which.</summary>
/// <param name="Trial">The trial.</param>
public sealed record SweepTrialEnded(SweepTrial Trial) : SweepEvent;
