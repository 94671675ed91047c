namespace Descent.Benchmarks.Workloads;

/// <summary>The digits, 64 hidden units, 30 epochs of batches of 32: a whole training, with shuffling and batches.</summary>
internal static class DigitsFit
{
    private const int Samples = 1437;
    private const int Epochs = 30;
    private const int Hidden = 64;
    private const int Batch = 32;

    /// <summary>The workload.</summary>
    public static Workload Workload { get; } = new(
        "digits", "fit digits: 64-64-10, Adam, batch 32, 30 epochs", WorkloadKind.Fit, 4,
        Epochs * Work.Dense(Samples, true, 64, Hidden, 10), Make);

    private static Action Make()
    {
        var digits = Datasets.Digits().Train;
        return () => new Trainer(Networks.Dense(64, Hidden, 10), new CrossEntropy(), new Adam()).Fit(digits, Epochs, batchSize: Batch);
    }
}
