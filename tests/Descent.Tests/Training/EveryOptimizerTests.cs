using Descent.Tests.Optimizers;
using Descent.Tests.Programs;

namespace Descent.Tests.Training;

/// <summary>What must hold for training with each optimizer of the Catalog.</summary>
public sealed class EveryOptimizerTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public static TheoryData<string> Optimizers => OptimizerCase.Texts;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_SmallProblem_EndsWellBelowTheFirstLoss(string optimizer)
    {
        var made = OptimizerCase.Make(optimizer);
        var model = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 2));
        model.Initialize(1);
        var data = Datasets.Moons(200);
        var before = Evaluator.Evaluate(model, new CrossEntropy(), data).Loss;
        new Trainer(model, new CrossEntropy(), made).Fit(data, epochs: 60, batchSize: made.EvaluatesRepeatedly ? 200 : 20);
        var after = Evaluator.Evaluate(model, new CrossEntropy(), data).Loss;
        Assert.True(after < 0.55 * before, $"{optimizer}: the loss went from {before} to {after}.");
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Run_Replayed_GivesTheBitsOfComputingEachStep(string optimizer)
    {
        foreach (var network in new[] { "perceptrons", "batch norm", "convolutions" })
        {
            var (replayed, computed) = (StepCase.All[network](), StepCase.All[network]());
            var (fast, slow) = (replayed.Step(OptimizerCase.Make(optimizer), replays: true), computed.Step(OptimizerCase.Make(optimizer), replays: false));
            foreach (var n in new[] { 8, 8, 3, 8, 3 })
            {
                Assert.Equal(slow.Run(StepCase.Inputs(n), computed.Target(n)), fast.Run(StepCase.Inputs(n), replayed.Target(n)));
            }

            Assert.NotNull(fast.ProgramFor(StepCase.Inputs(8), replayed.Target(8)));
            Assert.Equal(Examples.Bits(computed.Model), Examples.Bits(replayed.Model));
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_CancelledEveryFewBatches_EndsLikeTheUndisturbed(string optimizer)
    {
        var (whole, expected) = Train(optimizer, null, cancelAfter: int.MaxValue);
        Layer model;
        TrainingRun run;
        var parts = 0;
        do
        {
            (model, run) = Train(optimizer, folder.Root, OptimizerCase.Make(optimizer).EvaluatesRepeatedly ? 1 : 5);
        }
        while (++parts < 50 && run.Reason == StopReason.Cancelled);

        Assert.Equal((StopReason.Finished, StopReason.Finished), (expected.Reason, run.Reason));
        Assert.True(parts > 3, $"It was interrupted only {parts - 1} times.");
        Assert.Equal(Examples.Bits(whole), Examples.Bits(model));
        Assert.Equal(
            expected.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate)),
            run.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate)));
    }

    /// <summary>
    /// Each call is like a new process; weights are averaged and the rate goes by the losses, so that all of a checkpoint is needed.
    /// </summary>
    private static (Layer Model, TrainingRun Run) Train(string text, string? path, int cancelAfter)
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
        var (model, optimizer) = (Examples.Dense(), OptimizerCase.Make(text));
        var trainer = new Trainer(model, new CrossEntropy(), optimizer)
        {
            Schedule = ScheduleSpecification.Make("warmup 2 then plateau 0 factor=0.5"),
            Averaging = new ExponentialMovingAverage(0.9),
            Checkpoints = path is null ? null : new CheckpointFolder(path),
        };
        var run = trainer.Fit(
            Examples.Blobs(78), 5, Examples.Blobs(40, 1), batchSize: optimizer.EvaluatesRepeatedly ? 78 : 16, 3, events, cancel.Token);
        return (model, run);
    }
}
