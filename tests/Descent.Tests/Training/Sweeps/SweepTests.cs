namespace Descent.Tests.Training.Sweeps;

public sealed class SweepTests : IDisposable
{
    private readonly SweepFixture place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Grid_OfValues_TriesEachCombinationOnceAndFindsTheLowestLoss()
    {
        var sweep = Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, "optimizer.rate=0.0001,0.01,0.05", "batchSize=16,32"), place.PathOf("grid"));
        var result = sweep.Run();
        Assert.True(result.IsComplete);
        Assert.Equal(6, result.Trials.Select(trial => string.Join(' ', trial.Values.Values)).Distinct().Count());
        Assert.All(result.Trials, trial => Assert.Equal((SweepTrialState.Done, 4), (trial.State, trial.Epochs)));
        Assert.Equal(result.Trials.Min(trial => trial.ValidationLoss), result.Best!.ValidationLoss);
        Assert.NotEqual("0.0001", result.Best.Values["optimizer.rate"]);
        Assert.Equal(7, File.ReadAllLines(sweep.Folder.TableFile).Length);
        var recipe = Recipe.FromJson(File.ReadAllText(sweep.Folder.BestFile), "best.json");
        Assert.Equal($"adam rate={result.Best.Values["optimizer.rate"]}", recipe.Optimizer);
    }

    [Fact]
    public void BestRecipe_Trained_GivesTheBytesOfTheTrial()
    {
        var sweep = Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, "optimizer.rate=0.001,0.01", "model.1.width=4,8"), place.PathOf("sweep"));
        var result = sweep.Run();
        TrainingSession.Create(Recipe.FromJson(File.ReadAllText(sweep.Folder.BestFile), "best.json"), place.PathOf("again")).Run();
        Assert.Equal(
            File.ReadAllBytes(sweep.Folder.Run(result.Best!.Trial).ModelFile), File.ReadAllBytes(new RunFolder(place.PathOf("again")).ModelFile));
    }

    [Fact]
    public void Trial_WithTheUsualValue_IsThePlainTraining()
    {
        var plain = TrainingSession.Create(new Recipe { Source = "iris", Epochs = 3, ValidationFraction = 0.2 }, place.PathOf("plain"));
        plain.Run();
        Assert.Equal("adam rate=0.001", plain.Recipe.Optimizer);
        var sweep = Sweep.Create(SweepFixture.Vary(new Recipe { Source = "iris", Epochs = 3 }, "optimizer.rate=0.001,0.1"), place.PathOf("sweep"));
        sweep.Run();
        Assert.Equal(File.ReadAllText(plain.Folder.RecipeFile), File.ReadAllText(sweep.Folder.Run(1).RecipeFile));
        Assert.Equal(File.ReadAllBytes(plain.Folder.ModelFile), File.ReadAllBytes(sweep.Folder.Run(1).ModelFile));
    }

    [Fact]
    public void Sweep_OfOneSeed_LeavesTheSameBytesForAnyNumberSideBySide()
    {
        foreach (var parallel in new[] { 1, 2, 5 })
        {
            Assert.True(Sweep.Create(SweepFixture.Twelve(), place.PathOf($"by{parallel}")).Run(parallel).IsComplete);
        }

        place.MustEqual("by1", "by2");
        place.MustEqual("by1", "by5");
    }

    [Fact]
    public void Sweep_CancelledAndResumedAgainAndAgain_LeavesTheBytesOfAnUndisturbedOne()
    {
        Sweep.Create(SweepFixture.Twelve(3), place.PathOf("whole")).Run(2);
        var sweep = Sweep.Create(SweepFixture.Twelve(3), place.PathOf("cut"));
        var interruptions = 0;
        for (var after = 3; ; after += 4)
        {
            using var cancellation = new CancellationTokenSource();
            var result = sweep.Run(2, new Counter(after, cancellation), cancellation.Token);
            if (result.IsComplete)
            {
                break;
            }

            Assert.Null(result.Best);
            Assert.Contains(result.Trials, trial => trial.State == SweepTrialState.Waiting);
            interruptions++;
            sweep = Sweep.Resume(place.PathOf("cut"));
        }

        Assert.True(interruptions >= 3, $"It was interrupted only {interruptions} times.");
        place.MustEqual("whole", "cut");
        Assert.Equal(4, File.ReadAllLines(sweep.Folder.Run(1).MetricsFile).Length);
    }

    [Fact]
    public void Resume_OfWhatHasEnded_TrainsNothingAgain()
    {
        var sweep = Sweep.Create(SweepFixture.Vary(SweepFixture.Iris, "batchSize=16,32"), place.PathOf("sweep"));
        var first = sweep.Run();
        var written = File.GetLastWriteTimeUtc(sweep.Folder.Run(1).ModelFile);
        var events = new List<SweepEvent>();
        var second = Sweep.Resume(place.PathOf("sweep")).Run(2, new Collected(events));
        Assert.Equal(new SweepStarted(2, 2, 2), Assert.Single(events));
        Assert.Equal((first.Best!.Trial, first.Test!.Loss), (second.Best!.Trial, second.Test!.Loss));
        Assert.Equal(written, File.GetLastWriteTimeUtc(sweep.Folder.Run(1).ModelFile));
    }

    [Fact]
    public void Trial_ThatCannotBeTrained_IsRecordedAndTheOthersGoOn()
    {
        // The second model has two outputs for three classes, the third learns with a rate that no number survives.
        var recipe = SweepFixture.Vary(
            new Recipe { Source = "iris", Epochs = 3 }, "model=linear 3 | linear 2", "optimizer=adam rate=0.01, sgd rate=1e38");
        var result = Sweep.Create(recipe, place.PathOf("sweep")).Run();
        Assert.True(result.IsComplete);
        Assert.Equal(
            [SweepTrialState.Done, SweepTrialState.Failed, SweepTrialState.Failed, SweepTrialState.Failed], result.Trials.Select(trial => trial.State));
        Assert.Equal(1, result.Best!.Trial);
        Assert.All(result.Trials.Skip(1), trial => Assert.False(string.IsNullOrEmpty(trial.Message)));
        Assert.Contains("failed", File.ReadAllText(place.PathOf("sweep", "results.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_WhereEveryTrialFails_HasNoBest()
    {
        var recipe = SweepFixture.Vary(new Recipe { Source = "iris", Epochs = 1, Optimizer = "sgd rate=1e38" }, "batchSize=16,32");
        var result = Sweep.Create(recipe, place.PathOf("sweep")).Run();
        Assert.True(result.IsComplete);
        Assert.Null(result.Best);
        Assert.False(File.Exists(place.PathOf("sweep", "best.json")));
    }

    [Fact]
    public void Sweep_OfTheLoss_IsJudgedByTheAccuracy()
    {
        var sweep = Sweep.Create(SweepFixture.Vary(SweepFixture.Iris with { Loss = "focal" }, "loss.gamma=0,4", "optimizer.rate=0.0001,0.03"), place.PathOf("sweep"));
        Assert.Equal(("accuracy", true), (sweep.MetricName, sweep.HigherIsBetter));
        var result = sweep.Run();
        Assert.Equal(result.Trials.Max(trial => trial.Metrics["accuracy"]), result.Best!.Score);
    }

    [Fact]
    public void Data_OfTrialsThatReadItAlike_IsLoadedOnce()
    {
        var data = new SweepData(2);
        var recipe = SweepFixture.Iris with { ValidationFraction = 0.2 };
        Assert.Same(data.Load(recipe), data.Load(recipe with { BatchSize = 5, Optimizer = "sgd", Epochs = 3, Model = "linear 3" }));
        Assert.NotSame(data.Load(recipe), data.Load(recipe with { Seed = 2 }));
    }

    [Fact]
    public void Sweep_TwiceInOneFolder_IsRefused()
    {
        var recipe = SweepFixture.Vary(SweepFixture.Iris, "batchSize=16,32");
        Sweep.Create(recipe, place.PathOf("sweep")).Run();
        Assert.Contains("--resume", Assert.Throws<SpecificationException>(() => Sweep.Create(recipe, place.PathOf("sweep"))).Message, StringComparison.Ordinal);
        using (new SweepFolder(place.PathOf("sweep")).Lock())
        {
            Assert.Contains(
                "Another process", Assert.Throws<SpecificationException>(() => Sweep.Resume(place.PathOf("sweep")).Run()).Message, StringComparison.Ordinal);
        }
    }

    private sealed class Collected(List<SweepEvent> events) : IProgress<SweepEvent>
    {
        public void Report(SweepEvent value) => events.Add(value);
    }

    /// <summary>Cancels after so many epochs of whatever trials.</summary>
    private sealed class Counter(int after, CancellationTokenSource cancellation) : IProgress<SweepEvent>
    {
        private int epochs;

        public void Report(SweepEvent value)
        {
            if (value is SweepTrialProgressed && ++epochs == after)
            {
                cancellation.Cancel();
            }
        }
    }
}
