namespace Descent.Tests.Training;

/// <summary>Whatever file a process was writing as it was killed, going on leaves nothing of it.</summary>
public sealed class LeftoverTests : IDisposable
{
    private static readonly Recipe Iris = new() { Source = "iris", Epochs = 2 };

    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_ResumedBesideAHalfOfEachOfItsFiles_LeavesNoneOfThem()
        => LeavesNothing(() => TrainingSession.Create(Iris, folder.File("run")).Run(), () => TrainingSession.Resume(folder.File("run")).Run());

    [Fact]
    public void Folds_ResumedBesideAHalfOfEachOfTheirFiles_LeaveNoneOfThem()
        => LeavesNothing(() => CrossValidation.Create(Iris with { Folds = 2 }, folder.File("folds")).Run(), () => CrossValidation.Resume(folder.File("folds")).Run());

    [Fact]
    public void Sweep_ResumedBesideAHalfOfEachOfItsFiles_LeavesNoneOfThem()
        => LeavesNothing(
            () => Sweep.Create(Sweeps.SweepFixture.Vary(Iris, "batchSize=16,32"), folder.File("sweep")).Run(),
            () => Sweep.Resume(folder.File("sweep")).Run());

    private void LeavesNothing(Action begin, Action resume)
    {
        begin();
        // TensorBoard's files grow by appending.
        var written = Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Where(file => !file.Contains("tfevents", StringComparison.Ordinal)).ToArray();
        Assert.Contains(written, file => Path.GetFileName(file) == "findings.json");
        foreach (var file in written)
        {
            File.WriteAllText(file + ".1.tmp", "half");
        }

        resume();
        Assert.Empty(Directory.GetFiles(folder.Root, "*.tmp", SearchOption.AllDirectories));
    }
}
