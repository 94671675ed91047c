using Descent.Tests.Kernels;
using Descent.Tests.Training;

namespace Descent.Tests.Optimizers;

public sealed class ExponentialMovingAverageTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Update_SeveralTimes_FollowsTheFormula()
    {
        var (model, average) = (new Linear(3, 2), new ExponentialMovingAverage(0.3));
        model.Initialize(1);
        var expected = Array.Empty<double>();
        for (var n = 0; n < 5; n++)
        {
            model.Weight.Load(Examples.Inputs(n, 2, 3));
            average.Update(model);
            var (now, kept) = (model.Weight.Value.ToDoubles(), Math.Min(0.3, (1.0 + n) / (10 + n)));
            expected = n == 0 ? now : [.. expected.Zip(now, (a, w) => (kept * a) + ((1 - kept) * w))];
        }

        Samples.AssertClose<double>(expected, average.Averages["weight"].ToDoubles(), 1e-6);
        Assert.Equal(5, average.Updates);
    }

    [Fact]
    public void Exchange_Twice_GivesTheSameBits()
    {
        var (model, average) = Trained();
        var (before, averages) = (Examples.Bits(model), average.Averages.ToDictionary(named => named.Key, named => named.Value.ToDoubles()));
        average.Exchange(model);
        foreach (var (path, parameter) in model.Parameters.Where(named => named.Parameter.Trainable))
        {
            Assert.Equal(averages[path], parameter.Value.ToDoubles());
        }

        Assert.NotEqual(before, Examples.Bits(model));
        average.Exchange(model);
        Assert.Equal(before, Examples.Bits(model));
    }

    [Fact]
    public void Update_OnceWarm_AllocatesNothing()
    {
        var (model, average) = Trained();
        Assert.Equal(0, Allocations.OnceWarm(() => average.Update(model)));
    }

    [Fact]
    public void Update_OfAnotherModel_IsRefused()
    {
        var (_, average) = Trained();
        var other = new Linear(3, 2);
        other.Initialize(1);
        Assert.Contains("average", Assert.Throws<DescentException>(() => average.Update(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithAveraging_ValidatesAndLeavesTheAverage()
    {
        var (model, average) = (Examples.Dense(), new ExponentialMovingAverage(0.9));
        var run = new Trainer(model, new CrossEntropy(), new Adam(0.02)) { Averaging = average }.Fit(Examples.Blobs(), 3, Examples.Blobs(60, 1));
        foreach (var (path, parameter) in model.Parameters.Where(named => named.Parameter.Trainable))
        {
            Assert.Equal(average.Averages[path].ToDoubles(), parameter.Value.ToDoubles());
        }

        Assert.Equal(15, average.Updates);
        Assert.Equal(run.History[^1].ValidationLoss, Evaluator.Evaluate(model, new CrossEntropy(), Examples.Blobs(60, 1), 32).Loss);
        var plain = new Trainer(Examples.Dense(), new CrossEntropy(), new Adam(0.02)).Fit(Examples.Blobs(), 3);
        Assert.Equal(plain.History.Select(epoch => epoch.TrainLoss), run.History.Select(epoch => epoch.TrainLoss));
    }

    [Fact]
    public void Fit_CheckpointOfATrainingWithOrWithoutAveraging_IsRefusedByTheOther()
    {
        void Fit(int epochs, string path, bool averages) => new Trainer(Examples.Dense(), new CrossEntropy(), new Sgd(0.1))
        {
            Averaging = averages ? new ExponentialMovingAverage() : null,
            Checkpoints = new CheckpointFolder(path),
        }.Fit(Examples.Blobs(40), epochs);

        foreach (var first in new[] { true, false })
        {
            var path = Path.Combine(folder.Root, $"{first}");
            Fit(1, path, first);
            Fit(2, path, first);
            Assert.Contains("Averaging", Assert.Throws<ModelFileException>(() => Fit(3, path, !first)).Message, StringComparison.Ordinal);
        }
    }

    private static (Layer Model, ExponentialMovingAverage Average) Trained()
    {
        var (model, average) = (Examples.Dense(), new ExponentialMovingAverage(0.9));
        var step = new TrainingStep(model, new CrossEntropy(), new Sgd(0.1));
        for (var i = 0; i < 3; i++)
        {
            step.Run(Examples.Inputs(i, 6, 2), Examples.Labels(6, 3));
            average.Update(model);
        }

        return (model, average);
    }
}
