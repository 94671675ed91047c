namespace Descent.Tests.Training;

/// <summary>A run with everything that a recipe can ask for goes on, bit for bit, wherever it was interrupted.</summary>
public sealed class SessionResumeTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(23)]
    public void Resume_OfARunWithEveryFeature_GivesTheBytesOfTheUndisturbed(int cancelAfter)
    {
        var recipe = new Recipe
        {
            Source = "digits",
            Model = "conv 4 3x3 pad 1, batchnorm, relu, maxpool 2, flatten, dropout 0.1, linear 10",
            Loss = "cross-entropy label-smoothing=0.1",
            Optimizer = "adamw rate=0.01 weight-decay=0.01",
            Rates = ["0=0.5"],
            Schedule = "warmup 4 then cosine",
            ScheduleBy = "step",
            Augment = "flip, crop pad=1, rotate degrees=5, jitter, cutout size=2, noise std=0.02, cutmix",
            Accumulate = 3,
            L1 = 1e-6,
            L2 = 1e-5,
            ClipNorm = 2,
            AverageDecay = 0.9,
            Freeze = ["6.bias"],
            Epochs = 2,
            BatchSize = 100,
            Patience = 5,
        };
        var whole = TrainingSession.Create(recipe, folder.File("whole")).Run();
        Assert.Equal(StopReason.Finished, whole.Run.Reason);
        using (var cancel = new CancellationTokenSource())
        {
            var batches = 0;
            var stopped = TrainingSession.Create(recipe, folder.File("parts")).Run(
                new Examples.Events(value =>
                {
                    if (value is BatchEnded && ++batches == cancelAfter)
                    {
                        cancel.Cancel();
                    }
                }),
                cancel.Token);
            Assert.Equal(StopReason.Cancelled, stopped.Run.Reason);
        }

        var resumed = TrainingSession.Resume(folder.File("parts")).Run();
        Assert.Equal(File.ReadAllBytes(folder.File("whole/model.safetensors")), File.ReadAllBytes(folder.File("parts/model.safetensors")));
        Assert.Equal(
            whole.Run.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate)),
            resumed.Run.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate)));
        TrainingSession.Create(new RunFolder(folder.File("whole")).ReadRecipe(), folder.File("again")).Run();
        Assert.Equal(File.ReadAllBytes(folder.File("whole/model.safetensors")), File.ReadAllBytes(folder.File("again/model.safetensors")));
    }

    [Fact]
    public void Create_DefaultScheduleBySteps_LastsAsLongAsTheTraining()
    {
        var session = TrainingSession.Create(
            new Recipe { Source = "iris", ScheduleBy = "step", Epochs = 7, BatchSize = 16, Accumulate = 2 }, folder.File("run"));
        Assert.Equal("cosine period=28", session.Recipe.Schedule);
        var run = session.Run().Run;
        Assert.Equal(7, run.History.Count);
        Assert.InRange(run.History[^1].LearningRate, 0, run.History[0].LearningRate / 20);
    }
}
