using System.Diagnostics;

namespace Descent.Cli.Rendering;

/// <summary>Where a training stands, gathered from its events.</summary>
internal sealed class TrainingProgress
{
    private readonly List<double> trainLosses = [];
    private readonly List<double> validationLosses = [];
    private readonly List<Finding> findings = [];
    private readonly Stopwatch clock = new();

    /// <summary>The plan.</summary>
    public TrainingStarted Plan { get; private set; } = new(1, 1, 0, 0, 0);

    /// <summary>The last step; null before the first of an epoch.</summary>
    public BatchEnded? Batch { get; private set; }

    /// <summary>The last epoch that ended; null before the first.</summary>
    public EpochEnded? Epoch { get; private set; }

    /// <summary>The training loss of each epoch.</summary>
    public IReadOnlyList<double> TrainLosses => trainLosses;

    /// <summary>The validation loss of each epoch; empty without validation.</summary>
    public IReadOnlyList<double> ValidationLosses => validationLosses;

    /// <summary>What the doctor has found.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>The epochs that ended, those before a resumption included.</summary>
    public int EpochsDone => Epoch?.Epoch ?? Plan.ResumedAtEpoch;

    /// <summary>The batches of the current epoch that are done.</summary>
    public int BatchesDone
        => Batch is { } batch && batch.Epoch > EpochsDone ? batch.Batch : EpochsDone == Plan.Epochs ? Plan.BatchesPerEpoch : 0;

    /// <summary>Training samples a second, over the whole time so far.</summary>
    public double SamplesPerSecond => Share * Plan.TrainSamples / Math.Max(clock.Elapsed.TotalSeconds, 1e-9);

    /// <summary>The seconds that are left if it goes on at this speed; null while nothing is done.</summary>
    public double? SecondsLeft
        => Share > 0 ? clock.Elapsed.TotalSeconds / Share * Math.Max(0, Plan.Epochs - Plan.ResumedAtEpoch - Share) : null;

    // Epochs done since the start, parts of one included.
    private double Share => EpochsDone - Plan.ResumedAtEpoch + (EpochsDone < Plan.Epochs ? (double)BatchesDone / Plan.BatchesPerEpoch : 0);

    /// <summary>Takes an event in.</summary>
    public void Add(TrainingEvent value)
    {
        switch (value)
        {
            case TrainingStarted plan:
                Plan = plan;
                clock.Start();
                break;
            case FindingReported reported:
                findings.Add(reported.Finding);
                break;
            case BatchEnded batch:
                Batch = batch;
                break;
            case EpochEnded epoch:
                Epoch = epoch;
                trainLosses.Add(epoch.TrainLoss);
                if (epoch.ValidationLoss is { } loss)
                {
                    validationLosses.Add(loss);
                }

                break;
        }
    }
}
