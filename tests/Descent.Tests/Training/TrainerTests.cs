namespace Descent.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void Fit_Events_ComeInTheirOrder()
    {
        var events = new Examples.Events();
        new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)).Fit(Examples.Blobs(40), 2, Examples.Blobs(20, 1), batchSize: 16, progress: events);
        string[] epoch = ["BatchEnded", "BatchEnded", "BatchEnded", "EpochEnded"];
        Assert.Equal(["TrainingStarted", .. epoch, .. epoch, "TrainingEnded"], events.All.Select(value => value.GetType().Name));
        Assert.Equal(new TrainingStarted(2, 3, 40, 20, 0), events.All[0]);
        Assert.Equal([16, 32, 40, 16, 32, 40], events.All.OfType<BatchEnded>().Select(batch => batch.Samples));
        Assert.Equal([1, 2, 3, 1, 2, 3], events.All.OfType<BatchEnded>().Select(batch => batch.Batch));
        Assert.Equal([1, 2], events.All.OfType<EpochEnded>().Select(ended => ended.Epoch));
    }

    [Fact]
    public void Fit_WithCheckpoints_StartsBeforeTheFirstIsSaved()
    {
        using var folder = new Data.TemporaryFolder();
        var events = new Examples.Events();
        new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)) { Checkpoints = new CheckpointFolder(folder.Root) { Interval = TimeSpan.Zero } }
            .Fit(Examples.Blobs(32), 1, batchSize: 16, progress: events);
        Assert.Equal(
            ["TrainingStarted", "CheckpointSaved", "BatchEnded", "CheckpointSaved", "BatchEnded", "CheckpointSaved", "EpochEnded", "CheckpointSaved", "CheckpointSaved", "TrainingEnded"],
            events.All.Select(value => value.GetType().Name));
    }

    [Fact]
    public void Fit_Schedule_SetsTheRateOfEachEpochAndPutsItBack()
    {
        var optimizer = new Momentum(0.4);
        var events = new Examples.Events();
        new Trainer(Examples.Dense(), new CrossEntropy(), optimizer) { Schedule = new StepDecay(2, 0.5) }.Fit(Examples.Blobs(), 5, progress: events);
        Assert.Equal([0.4, 0.4, 0.2, 0.2, 0.1], events.All.OfType<EpochEnded>().Select(ended => ended.LearningRate));
        Assert.All(events.All.OfType<BatchEnded>(), batch => Assert.Equal(new[] { 0.4, 0.4, 0.2, 0.2, 0.1 }[batch.Epoch - 1], batch.LearningRate));
        Assert.Equal(0.4, optimizer.LearningRate);
    }

    [Fact]
    public void Fit_ScheduleOfOpenLength_EndsWithTheTraining()
    {
        var run = new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.4)) { Schedule = new LinearSchedule() }.Fit(Examples.Blobs(), 4);
        Assert.Equal([0.4, 0.3, 0.2, 0.1], run.History.Select(ended => Math.Round(ended.LearningRate, 12)));
    }

    [Fact]
    public void Fit_Plateau_GoesByTheValidationLoss()
    {
        var schedule = new Plateau(0.5, patience: 1);
        var run = new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.5)) { Schedule = schedule }
            .Fit(Examples.Blobs(), 30, Examples.Blobs(60, 1), batchSize: 8);
        var losses = run.History.Select(ended => ended.ValidationLoss!.Value).ToArray();
        Assert.Equal(Enumerable.Range(0, 30).Select(epoch => schedule.Rate(0.5, epoch, losses[..epoch])), run.History.Select(ended => ended.LearningRate));
        Assert.True(run.History[^1].LearningRate < 0.5);
    }

    [Fact]
    public void Fit_ScheduleOfTheMomentum_SetsItAndPutsItBack()
    {
        var optimizer = new Adam(0.01, beta1: 0.7);
        var seen = new List<double?>();
        var events = new Examples.Events(value =>
        {
            if (value is EpochEnded)
            {
                seen.Add(optimizer.MomentumFactor);
            }
        });
        var schedule = new OneCycle(momentum: new MomentumRange(0.8, 0.9));
        new Trainer(Examples.Dense(), new CrossEntropy(), optimizer) { Schedule = schedule }.Fit(Examples.Blobs(40), 10, progress: events);
        Assert.Equal(Enumerable.Range(0, 10).Select(schedule.Over(10).Momentum), seen);
        Assert.Equal([0.9, 0.8], [seen[0], seen[2]]);
        Assert.Equal(0.7, optimizer.MomentumFactor);
    }

    [Fact]
    public void Fit_ScheduleOfTheMomentumWhereThereIsNone_IsRefused()
    {
        var trainer = new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)) { Schedule = ScheduleSpecification.Make("one-cycle momentum") };
        Assert.Contains("no momentum", Assert.Throws<SpecificationException>(() => trainer.Fit(Examples.Blobs(40), 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_EarlyStoppingWithRestoreBest_PutsTheBestEpochBack()
    {
        var model = Examples.Dense();
        var atEpoch = new List<long[]>();
        var events = new Examples.Events(value =>
        {
            if (value is EpochEnded)
            {
                atEpoch.Add(Examples.Bits(model));
            }
        });
        var run = new Trainer(model, new CrossEntropy(), new Sgd(0.5)) { EarlyStopping = new EarlyStopping(4), RestoreBest = true }
            .Fit(Examples.Blobs(), 500, Examples.Blobs(60, 1), batchSize: 8, progress: events);
        Assert.Equal(StopReason.EarlyStopped, run.Reason);
        Assert.Equal(run.BestEpoch + 4, run.History.Count);
        Assert.Equal(run.BestEpoch - 1, run.History.Select(ended => ended.ValidationLoss!.Value).ToList().IndexOf(run.History.Min(ended => ended.ValidationLoss!.Value)));
        Assert.Equal(atEpoch[run.BestEpoch - 1], Examples.Bits(model));
        Assert.NotEqual(atEpoch[^1], Examples.Bits(model));
        Assert.Equal(run.History[run.BestEpoch - 1].ValidationLoss, run.Validation.Loss);
    }

    [Fact]
    public void Fit_ValidationThatOverflows_GoesOnAndFindsALaterBest()
    {
        // Inputs that training never shows make the first validation losses infinite or NaN.
        var far = Dataset.Regression("far", new Shape(1), [1e30f, 2e30f], [0, 1], ["y"]);
        var near = Dataset.Regression("near", new Shape(1), Examples.Numbers(32, 1), Examples.Numbers(32, 1), ["y"]);
        using var folder = new Data.TemporaryFolder();
        var checkpoints = new CheckpointFolder(folder.Root) { Interval = TimeSpan.Zero };
        var run = new Trainer(new Linear(1, 1), new MeanSquaredError(), new Sgd(0.1)) { Checkpoints = checkpoints }.Fit(near, 3, far);
        Assert.All(run.History, ended => Assert.False(double.IsFinite(ended.ValidationLoss!.Value)));
        var again = new Trainer(new Linear(1, 1), new MeanSquaredError(), new Sgd(0.1)) { Checkpoints = checkpoints }.Fit(near, 5, far);
        Assert.Equal(run.History.Select(ended => ended.ValidationLoss), again.History.Take(3).Select(ended => ended.ValidationLoss));
    }

    [Fact]
    public void Fit_ThatDiverges_KeepsTheLastGoodCheckpoint()
    {
        using var folder = new Data.TemporaryFolder();
        var checkpoints = new CheckpointFolder(folder.Root) { Interval = TimeSpan.FromHours(1) };
        var model = Examples.Dense();
        Assert.Throws<NonFiniteException>(
            () => new Trainer(model, new CrossEntropy(), new Sgd(1e20)) { Checkpoints = checkpoints }.Fit(Examples.Blobs(), 5, batchSize: 16));
        Assert.Equal(0, Checkpoint.Load(checkpoints.Last, model, new Sgd(1)).Batch);
        Assert.All(model.Parameters.SelectMany(named => named.Parameter.Value.ToDoubles()), value => Assert.True(Math.Abs(value) < 10));
    }

    [Fact]
    public void Fit_EarlyStoppingWithoutValidation_IsRefusedWithTheRemedy()
    {
        var early = new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)) { EarlyStopping = new EarlyStopping(2) };
        var best = new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)) { RestoreBest = true };
        Assert.Contains("validation part", Assert.Throws<SpecificationException>(() => early.Fit(Examples.Blobs(), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => best.Fit(Examples.Blobs(), 2));
    }

    [Fact]
    public void Create_RecipeWithPatience_HasAValidationPartOrIsRefused()
    {
        using var folder = new Data.TemporaryFolder();
        var recipe = new Recipe { Source = "iris", Patience = 5 };
        Assert.NotNull(TrainingSession.Create(recipe, folder.File("run")).Data.Split.Validation);
        var error = Assert.Throws<SpecificationException>(() => TrainingSession.Create(recipe with { ValidationFraction = 0 }, folder.File("run")));
        Assert.Contains("validation-fraction", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Fit_NoEpochs_IsRefused(int epochs)
        => Assert.Throws<SpecificationException>(() => new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1)).Fit(Examples.Blobs(), epochs));
}
