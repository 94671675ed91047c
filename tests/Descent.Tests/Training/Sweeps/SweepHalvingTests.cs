namespace Descent.Tests.Training.Sweeps;

public sealed class SweepHalvingTests : IDisposable
{
    private readonly SweepFixture place = new();

    private static Recipe Nine => SweepFixture.Vary(
        SweepFixture.Iris with { Epochs = 9, Sweep = new SweepPlan { Trials = 9, Halving = 3 } }, "optimizer.rate=0.00001..1 log", "batchSize=8..32");

    public void Dispose() => place.Dispose();

    [Fact]
    public void Halving_ByThree_TrainsNineForOneEpochThreeForThreeAndOneForNine()
    {
        var result = Sweep.Create(Nine, place.PathOf("sweep")).Run();
        Assert.Equal([1, 1, 1, 1, 1, 1, 3, 3, 9], result.Trials.Select(trial => trial.Epochs).Order());
        Assert.Equal(9, result.Best!.Epochs);
        Assert.Equal(8, result.Trials.Count(trial => trial.State == SweepTrialState.Stopped));
        var judged = result.Trials.Where(trial => trial.Scores.Count > 1).Max(trial => trial.Scores[0]);
        Assert.All(result.Trials.Where(trial => trial.Scores.Count == 1), trial => Assert.True(trial.Score >= judged));
    }

    [Fact]
    public void Trial_ThatWentOnAfterPauses_HasTheBytesOfOneThatWasNotPaused()
    {
        var sweep = Sweep.Create(Nine, place.PathOf("sweep"));
        var best = sweep.Run().Best!;
        TrainingSession.Create(Recipe.FromJson(File.ReadAllText(sweep.Folder.BestFile), "best.json"), place.PathOf("whole")).Run();
        Assert.Equal(
            File.ReadAllBytes(new RunFolder(place.PathOf("whole")).ModelFile), File.ReadAllBytes(sweep.Folder.Run(best.Trial).ModelFile));
    }

    [Fact]
    public void Halving_CancelledAtEachTrialAndResumed_LeavesTheBytesOfAnUndisturbedOne()
    {
        Sweep.Create(Nine, place.PathOf("whole")).Run(1);
        var (sweep, rounds) = (Sweep.Create(Nine, place.PathOf("cut")), 0);
        for (var isComplete = false; !isComplete; rounds++)
        {
            using var cancellation = new CancellationTokenSource();
            isComplete = sweep.Run(2, new AfterTwo(cancellation), cancellation.Token).IsComplete;
            sweep = Sweep.Resume(place.PathOf("cut"));
        }

        Assert.InRange(rounds, 4, 20);
        place.MustEqual("whole", "cut");
    }

    private sealed class AfterTwo(CancellationTokenSource cancellation) : IProgress<SweepEvent>
    {
        private int ended;

        public void Report(SweepEvent value)
        {
            if (value is SweepTrialEnded { Trial.State: not SweepTrialState.Stopped } && ++ended == 2)
            {
                cancellation.Cancel();
            }
        }
    }
}
