using Descent.Tests.Programs;

namespace Descent.Tests.Training;

/// <summary>Gradients that are accumulated over parts of a batch are those of the batch.</summary>
[Collection(Alone.Name)]
public sealed class AccumulationTests : IDisposable
{
    private const int Samples = 13;

    private readonly Data.TemporaryFolder folder = new();

    public static TheoryData<ElementType, double, bool> Cases => new()
    {
        { ElementType.Float64, 1e-15, false },
        { ElementType.Float64, 1e-15, true },
        { ElementType.Float32, 1e-6, true },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Accumulate_UnevenPartsWithWeightsAndIgnoredTargets_GivesTheStepOfTheFullBatch(ElementType type, double tolerance, bool clips)
    {
        var (whole, parts) = (Model(type), Model(type));
        var (inputs, labels, weights) = Batch(type);
        var (one, other) = (Step(whole, clips), Step(parts, clips));
        var expected = one.Run(inputs, labels, weights);
        var lossSum = 0.0;
        foreach (var (start, count) in new[] { (0, 4), (4, 8), (12, 1) })
        {
            lossSum += other.Accumulate(inputs.Slice(0, start, count), labels.Slice(0, start, count), weights.Slice(0, start, count)).LossSum;
        }

        var result = other.Update();
        Assert.Equal(lossSum, result.LossSum, 1e-12);
        Assert.Equal(expected.LossSum, result.LossSum, expected.LossSum * 1e-6);
        Assert.Equal(expected.Weight, result.Weight, 1e-6);
        Assert.Equal(clips, expected.GradientNorm is not null);
        Assert.Equal(expected.GradientNorm ?? 0, result.GradientNorm ?? 0, 1e-6);
        var start0 = Model(type);
        foreach (var ((path, a), (_, b), (_, before)) in whole.Parameters.Zip(parts.Parameters, start0.Parameters))
        {
            Assert.NotEqual(before.Value.ToDoubles(), a.Value.ToDoubles());
            Assert.All(a.Value.ToDoubles().Zip(b.Value.ToDoubles()), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= tolerance, $"{path}: {pair.First:R} and {pair.Second:R}"));
        }
    }

    [Fact]
    public void Accumulate_OnePart_GivesTheStepOfRun()
    {
        var (whole, part) = (Model(ElementType.Float64), Model(ElementType.Float64));
        var (inputs, labels, weights) = Batch(ElementType.Float64);
        Step(whole, false).Run(inputs, labels, weights);
        var step = Step(part, false);
        step.Accumulate(inputs, labels, weights);
        step.Update();
        Assert.All(
            whole.Parameters.Zip(part.Parameters).SelectMany(pair => pair.First.Parameter.Value.ToDoubles().Zip(pair.Second.Parameter.Value.ToDoubles())),
            pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Fact]
    public void Accumulate_EveryTargetOfAPartIgnored_CountsForNothing()
    {
        var (whole, parts) = (Model(ElementType.Float64), Model(ElementType.Float64));
        var inputs = Examples.Inputs(1, 5, 4).To(ElementType.Float64);
        Step(whole, false).Run(inputs.Slice(0, 0, 3), Tensor.From<int>([0, 1, 2]));
        var step = Step(parts, false);
        step.Accumulate(inputs.Slice(0, 3, 2), Tensor.From<int>([-100, -100]));
        step.Accumulate(inputs.Slice(0, 0, 3), Tensor.From<int>([0, 1, 2]));
        Assert.True(step.Update().Weight > 0);
        Assert.All(
            whole.Parameters.Zip(parts.Parameters).SelectMany(pair => pair.First.Parameter.Value.ToDoubles().Zip(pair.Second.Parameter.Value.ToDoubles())),
            pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Theory]
    [InlineData("perceptrons")]
    [InlineData("batch norm")]
    [InlineData("convolutions")]
    public void Accumulate_Replayed_GivesTheBitsOfComputingEachPart(string network)
    {
        var (replayed, computed) = (StepCase.All[network](), StepCase.All[network]());
        var (fast, slow) = (replayed.Step(new Adam(0.01), replays: true), computed.Step(new Adam(0.01), replays: false));
        foreach (var n in new[] { 8, 8, 3, 8, 3, 8 })
        {
            Assert.Equal(
                slow.Accumulate(StepCase.Inputs(n), computed.Target(n)), fast.Accumulate(StepCase.Inputs(n), replayed.Target(n)));
            if (n == 3)
            {
                Assert.Equal(slow.Update(), fast.Update());
            }
        }

        Assert.Equal(Examples.Bits(computed.Model), Examples.Bits(replayed.Model));
    }

    [Fact]
    public void Accumulate_Replayed_AllocatesNothing()
    {
        var work = StepCase.All["perceptrons"]();
        var step = new TrainingStep(work.Model, work.Loss, new Adam(0.01)) { Clipping = GradientClipping.ByNorm(1), Penalty = new WeightPenalty(1e-5, 1e-4) };
        var (inputs, targets) = (StepCase.Inputs(8), work.Target(8));
        var least = long.MaxValue;
        for (var round = 0; round < 60 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                step.Accumulate(inputs, targets);
                step.Accumulate(inputs, targets);
                step.Update();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Accumulate_MisusedOrWithLbfgs_IsRefused()
    {
        var step = Step(Model(ElementType.Float32), false);
        Assert.Contains("Nothing was accumulated", Assert.Throws<DescentException>(() => step.Update()).Message, StringComparison.Ordinal);
        step.Accumulate(Examples.Inputs(1, 3, 4), Examples.Labels(3, 3));
        Assert.True(step.IsOpen);
        var open = Assert.Throws<DescentException>(() => step.Run(Examples.Inputs(1, 3, 4), Examples.Labels(3, 3)));
        Assert.Contains("call Update", open.Message, StringComparison.Ordinal);
        var search = new TrainingStep(Model(ElementType.Float32), new CrossEntropy(), new Lbfgs());
        Assert.Throws<SpecificationException>(() => search.Accumulate(Examples.Inputs(1, 3, 4), Examples.Labels(3, 3)));
        Assert.Throws<SpecificationException>(
            () => new Trainer(Model(ElementType.Float32), new CrossEntropy(), new Sgd(0.1)) { Accumulation = 0 }.Fit(Examples.Blobs(), 1));
    }

    [Fact]
    public void Accumulate_NonFinitePart_ForgetsTheBatchAndChangesNothing()
    {
        var model = Model(ElementType.Float32);
        var step = Step(model, false);
        var before = Examples.Bits(model);
        step.Accumulate(Examples.Inputs(1, 3, 4), Examples.Labels(3, 3));
        Assert.Throws<NonFiniteException>(() => step.Accumulate(Examples.Inputs(1, 3, 4) * double.PositiveInfinity, Examples.Labels(3, 3)));
        Assert.False(step.IsOpen);
        Assert.Equal(before, Examples.Bits(model));
    }

    [Fact]
    public void Fit_FourSmallBatchesToAStep_LearnsLikeLargeBatches()
    {
        // 75 samples: the last step of an epoch has 11, in batches of 4, 4 and 3.
        var (large, small) = (Train(16, 1, null, int.MaxValue, Plain()), Train(4, 4, null, int.MaxValue, Plain()));
        Assert.All(
            large.History.Zip(small.History), pair => Assert.Equal(pair.First.TrainLoss, pair.Second.TrainLoss, pair.First.TrainLoss * 1e-4));
    }

    [Fact]
    public void Fit_AccumulatingCancelledEveryFewBatches_EndsLikeTheUndisturbed()
    {
        var (whole, model, parts) = (Examples.Dense(), (Layer)Examples.Dense(), 0);
        var expected = Train(4, 3, null, int.MaxValue, whole);
        TrainingRun run;
        do
        {
            model = Examples.Dense();
            run = Train(4, 3, folder.Root, 8, model);
        }
        while (++parts < 50 && run.Reason == StopReason.Cancelled);

        Assert.True(parts > 3, $"It was interrupted only {parts - 1} times.");
        Assert.Equal(Examples.Bits(whole), Examples.Bits(model));
        Assert.Equal(
            expected.History.Select(epoch => (epoch.TrainLoss, epoch.LearningRate)), run.History.Select(epoch => (epoch.TrainLoss, epoch.LearningRate)));
    }

    private static TrainingRun Train(int batchSize, int accumulation, string? path, int cancelAfter, Layer model)
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
        var trainer = new Trainer(model, new CrossEntropy(), new Adam(0.01))
        {
            Accumulation = accumulation,
            Schedule = new OneCycle(),
            SchedulesSteps = true,
            Averaging = new ExponentialMovingAverage(0.9),
            Clipping = GradientClipping.ByNorm(1),
            Penalty = new WeightPenalty(1e-5, 1e-4),
            Mixing = batchSize == 4 && accumulation == 3 ? new Mixup() : null,
            Checkpoints = path is null ? null : new CheckpointFolder(path),
        };
        return trainer.Fit(Examples.Blobs(75), 4, batchSize: batchSize, seed: 3, progress: events, cancellation: cancel.Token);
    }

    // Batch normalisation and dropout see parts by themselves.
    private static Sequential Plain() => new(new Linear(2, 16), new Tanh(), new Linear(16, 3));

    private static Sequential Model(ElementType type)
    {
        var model = new Sequential(new Linear(4, 5), new Tanh(), new Linear(5, 3));
        model.Convert(type);
        model.Initialize(1);
        return model;
    }

    private static TrainingStep Step(Layer model, bool clips)
        => new(model, new CrossEntropy(0.1, [1, 2, 0.5], -100), new Sgd(0.1)) { Clipping = clips ? GradientClipping.ByNorm(0.1) : null };

    private static (Tensor Inputs, Tensor Labels, Tensor Weights) Batch(ElementType type) => (
        Examples.Inputs(1, Samples, 4).To(type),
        Tensor.From(Enumerable.Range(0, Samples).Select(i => i % 4 == 3 ? -100 : i % 4).ToArray()),
        Tensor.From<float>(Enumerable.Range(0, Samples).Select(i => 0.5f + (i % 3)).ToArray(), Samples));
}
