namespace Descent.Tests.Training;

public sealed class TrainingCallbackTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AfterEpoch_AskingForTheEnd_StopsWithTheReasonAndKeepsWhatWasLearned()
    {
        var run = Train(null, int.MaxValue, new At(3, new TrainingRequest { Stop = "good enough" }), out var model);
        Assert.Equal((StopReason.Requested, "good enough", 3), (run.Reason, run.StopMessage, run.History.Count));
        Train(null, int.MaxValue, null, out var whole, epochs: 3);
        Assert.Equal(Examples.Bits(whole), Examples.Bits(model));
    }

    [Fact]
    public void AfterEpoch_AskingForAnotherRate_ChangesItFromTheNextEpochOn()
    {
        var run = Train(null, int.MaxValue, new At(2, new TrainingRequest { RateFactor = 0.5 }), out _);
        Assert.Equal([0.01, 0.01, 0.005, 0.005, 0.005, 0.005], run.History.Select(epoch => epoch.LearningRate));
        Assert.Null(run.StopMessage);
        Assert.Throws<SpecificationException>(() => new TrainingRequest { RateFactor = -1 });
    }

    [Fact]
    public void AfterEpoch_WhenTrainingIsInterrupted_GoesOnAsItHadBeenAsked()
    {
        var request = new TrainingRequest { RateFactor = 0.25 };
        var expected = Train(null, int.MaxValue, new At(2, request), out var whole);
        TrainingRun run;
        Layer model;
        var parts = 0;
        do
        {
            run = Train(folder.Root, 7, new At(2, request), out model);
        }
        while (++parts < 50 && run.Reason == StopReason.Cancelled);

        Assert.True(parts > 3);
        Assert.Equal(Examples.Bits(whole), Examples.Bits(model));
        Assert.Equal(expected.History.Select(epoch => epoch.LearningRate), run.History.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void AfterEpoch_OfASession_StopsItAndTheModelIsSaved()
    {
        var session = TrainingSession.Create(new Recipe { Source = "iris", Epochs = 6 }, folder.File("run"));
        session.Callbacks = [new At(2, new TrainingRequest { Stop = "enough" })];
        var result = session.Run();
        Assert.Equal((StopReason.Requested, "enough", 2), (result.Run.Reason, result.Run.StopMessage, result.Run.History.Count));
        Assert.NotNull(result.Test);
        Assert.NotNull(SavedRun.Load(folder.File("run")).Model);
        Assert.Contains("enough", File.ReadAllText(new RunFolder(folder.File("run")).LogFile), StringComparison.Ordinal);
    }

    private static TrainingRun Train(string? path, int cancelAfter, ITrainingCallback? callback, out Layer model, int epochs = 6)
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
        model = Examples.Dense();
        var trainer = new Trainer(model, new CrossEntropy(), new Adam(0.01))
        {
            Callbacks = callback is null ? [] : [callback],
            Checkpoints = path is null ? null : new CheckpointFolder(path),
        };
        return trainer.Fit(Examples.Blobs(60), epochs, batchSize: 16, seed: 3, progress: events, cancellation: cancel.Token);
    }

    private sealed class At(int epoch, TrainingRequest request) : ITrainingCallback
    {
        public TrainingRequest? AfterEpoch(EpochEnded ended, Layer model) => ended.Epoch == epoch ? request : null;
    }
}
