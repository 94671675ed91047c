namespace Descent.Tests.Training;

/// <summary>Interrupted and continued through the library, a training ends with the same bits.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Optimizers => new("sgd 0.05", "momentum 0.05", "adam 0.01", "adamw 0.01", "rmsprop 0.01", "adagrad 0.05");

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_CancelledEveryFewBatches_EndsLikeTheUndisturbed(string optimizer)
    {
        var (whole, expected) = Train(optimizer, null, cancelAfter: int.MaxValue);
        Assert.Equal(StopReason.Finished, expected.Reason);
        TrainingRun run;
        Layer model;
        var parts = 0;
        do
        {
            (model, run) = Train(optimizer, folder.Root, cancelAfter: 7);
            parts++;
        }
        while (run.Reason == StopReason.Cancelled && parts < 50);

        Assert.Equal(StopReason.Finished, run.Reason);
        Assert.True(parts > 3, $"It was interrupted only {parts} times.");
        Assert.Equal(Examples.Bits(whole), Examples.Bits(model));
        Assert.Equal(expected.BestEpoch, run.BestEpoch);
        Assert.Equal(expected.History.Select(Numbers), run.History.Select(Numbers));
    }

    [Fact]
    public void Fit_CancelledInMidEpoch_KeepsWhatWasLearnedAndWhereItStood()
    {
        var (model, run) = Train("adam 0.01", folder.Root, cancelAfter: 13);
        Assert.Equal(StopReason.Cancelled, run.Reason);
        var loaded = Examples.Dense();
        var optimizer = new Adam(0.01);
        var state = Checkpoint.Load(new CheckpointFolder(folder.Root).Last, loaded, optimizer);
        Assert.Equal((1, 3, 13), (state.Epoch, state.Batch, optimizer.Steps));
        Assert.Equal(Examples.Bits(model), Examples.Bits(loaded));
    }

    [Fact]
    public void Fit_FinishedRunWithMoreEpochs_EqualsTheLongerRun()
    {
        var (whole, _) = Train("adam 0.01", null, int.MaxValue, epochs: 5);
        Train("adam 0.01", folder.Root, int.MaxValue, epochs: 3);
        var (model, run) = Train("adam 0.01", folder.Root, int.MaxValue, epochs: 5);
        Assert.Equal(5, run.History.Count);
        Assert.Equal(Examples.Bits(whole), Examples.Bits(model));
    }

    [Fact]
    public void Fit_FewerEpochsThanWereBegun_IsRefused()
    {
        Train("adam 0.01", folder.Root, cancelAfter: 35);
        Assert.Contains("beyond", Assert.Throws<SpecificationException>(() => Train("adam 0.01", folder.Root, int.MaxValue, epochs: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OtherSeed_IsRefused()
    {
        Train("adam 0.01", folder.Root, cancelAfter: 5);
        Assert.Contains("seed", Assert.Throws<ModelFileException>(() => Train("adam 0.01", folder.Root, int.MaxValue, seed: 4)).Message, StringComparison.Ordinal);
    }

    private static (double, double?, double, string) Numbers(EpochEnded ended)
        => (ended.TrainLoss, ended.ValidationLoss, ended.LearningRate, string.Join(' ', ended.Metrics.Select(metric => $"{metric.Key} {metric.Value:R}")));

    /// <summary>Ten batches an epoch; each call is like a new process: another model, optimizer and trainer.</summary>
    private static (Layer Model, TrainingRun Run) Train(string optimizer, string? path, int cancelAfter, int epochs = 6, ulong seed = 3)
    {
        using var cancel = new CancellationTokenSource();
        var batches = 0;
        var events = new Examples.Events(value =>
        {
            if (value is BatchEnded && ++batches == cancelAfter)
            {
                cancel.Cancel();
            }
        });
        var model = Examples.Dense();
        var trainer = new Trainer(model, new CrossEntropy(), Specification.Make(optimizer, Descent.Catalog.Optimizers, "optimizer"))
        {
            Schedule = new CosineDecay(6),
            Clipping = GradientClipping.ByNorm(1),
            Checkpoints = path is null ? null : new CheckpointFolder(path),
        };
        return (model, trainer.Fit(Examples.Blobs(155), epochs, Examples.Blobs(40, 1), batchSize: 16, seed, events, cancel.Token));
    }
}
