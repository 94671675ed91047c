namespace Descent.Benchmarks.Workloads;

/// <summary>The digits, 64 hidden units, 30 epochs of batches of 32: a whole training, with shuffling and batches.</summary>
internal static class DigitsFit
{
    private const int Epochs = 30;
    private const int Hidden = 64;
    private const int Batch = 32;

    /// <summary>The workload.</summary>
    public static Workload Workload { get; } = new(
        "digits", "fit digits: 64-64-10, Adam, batch 32, 30 epochs", WorkloadKind.Fit, 4,
        Epochs * Work.Dense(Digits.Count, true, 64, Hidden, 10), () => Fit);

    private static Dataset Digits => Loaded.Value;

    private static Lazy<Dataset> Loaded { get; } = new(() => Datasets.Digits().Train);

    private static void Fit()
        => new Trainer(Networks.Dense(64, Hidden, 10), new CrossEntropy(), new Adam()).Fit(Digits, Epochs, batchSize: Batch);
}
