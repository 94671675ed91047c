namespace Descent.Tests.Training;

/// <summary>A run folder tells whether it is trained now, and its training can be asked to stop by a file.</summary>
public sealed class TrainingHoldTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_AskedToStop_SavesACheckpointAndGoesOnBitForBit()
    {
        var recipe = new Recipe { Source = "iris", Epochs = 2_000, Seed = 5, Optimizer = "sgd 0.01" };
        var run = new RunFolder(Path.Combine(folder.Root, "run"));
        var states = new List<RunState>();
        var asked = false;
        var result = TrainingSession.Create(recipe, run.Path).Run(new Progress(epoch =>
        {
            states.Add(RunStatus.Of(run).State);
            if (!asked)
            {
                run.AskToStop();
                asked = true;
            }
        }));
        Assert.Equal(StopReason.Cancelled, result.Run.Reason);
        Assert.All(states, state => Assert.Equal(RunState.Training, state));
        Assert.Equal(RunState.Interrupted, RunStatus.Of(run).State);
        Assert.False(File.Exists(run.StopFile) || File.Exists(run.LockFile));
        Assert.True(File.Exists(run.Checkpoints.Last));

        var whole = TrainingSession.Create(recipe with { Epochs = result.Run.History.Count + 2 }, Path.Combine(folder.Root, "whole"));
        whole.Run();
        File.WriteAllText(run.RecipeFile, whole.Folder.ReadRecipe().ToJson());
        var again = TrainingSession.Resume(run.Path);
        again.Run();
        Assert.Equal(RunState.Done, RunStatus.Of(run).State);
        Assert.Equal(File.ReadAllBytes(whole.Folder.ModelFile), File.ReadAllBytes(run.ModelFile));
    }

    [Fact]
    public void AskToStop_WhatIsNotTrained_IsRefused()
    {
        var run = new RunFolder(Path.Combine(folder.Root, "run"));
        TrainingSession.Create(new Recipe { Source = "iris", Epochs = 1 }, run.Path).Run();
        Assert.Throws<DataException>(run.AskToStop);
        Assert.False(File.Exists(run.StopFile));
    }

    [Fact]
    public void Resume_WhileAnotherTrainsIt_IsRefusedAndChangesNothing()
    {
        var run = new RunFolder(Path.Combine(folder.Root, "run"));
        TrainingSession.Create(new Recipe { Source = "iris", Epochs = 1 }, run.Path).Run();
        using var other = new FileStream(run.LockFile, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var before = File.ReadAllBytes(run.ModelFile);
        var error = Assert.Throws<SpecificationException>(() => TrainingSession.Resume(run.Path, 3).Run());
        Assert.Contains("Another process trains", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(run.ModelFile));
    }

    [Fact]
    public void Status_OfAProcessThatIsGone_IsInterrupted()
    {
        var run = new RunFolder(Path.Combine(folder.Root, "run"));
        TrainingSession.Create(new Recipe { Source = "iris", Epochs = 1 }, run.Path).Run();
        run.Log("resumed");
        File.WriteAllText(run.LockFile, "");
        Assert.Equal(RunState.Interrupted, RunStatus.Of(run).State);
    }

    private sealed class Progress(Action<EpochEnded> ended) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            if (value is EpochEnded epoch)
            {
                ended(epoch);
            }
        }
    }
}
