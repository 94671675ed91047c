using System.Text.Json;

namespace Descent.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private const string State = "descent.state";
    private const string Steps = "descent.optimizerSteps";

    private readonly Data.TemporaryFolder folder = new();

    private string File => folder.File("last.safetensors");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Steps, "99999999999")]
    [InlineData(Steps, "-1")]
    [InlineData(Steps, "many")]
    [InlineData(State, "null")]
    [InlineData(State, "{\"epoch\":-1}")]
    [InlineData(State, "{\"batch\":-1}")]
    [InlineData(State, "{\"history\":null}")]
    [InlineData(State, "{\"history\":[null],\"epoch\":1}")]
    [InlineData(State, "{\"epoch\":5}")]
    [InlineData(State, "{\"bestEpoch\":3}")]
    [InlineData(State, "nothing")]
    public void Load_StateThatCannotBe_IsRefusedAndChangesNothing(string key, string value)
    {
        var (model, optimizer) = Saved();
        var file = SafeTensors.Read(File);
        SafeTensors.Write(File, [.. file.Tensors], new Dictionary<string, string>(file.Metadata) { [key] = value });
        model.Initialize(9);
        var before = Examples.Bits(model);
        var error = Assert.Throws<ModelFileException>(() => Checkpoint.Load(File, model, optimizer));
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Examples.Bits(model));
    }

    public static TheoryData<string> OtherOptimizers => new("sgd 0.1", "adam 0.1", "rmsprop 0.1");

    [Theory]
    [MemberData(nameof(OtherOptimizers))]
    public void Load_OtherOptimizersCheckpoint_IsRefused(string other)
    {
        var (model, _) = Saved();
        var optimizer = Specification.Make(other, Descent.Catalog.Optimizers, "optimizer");
        Assert.Contains("another optimizer", Assert.Throws<ModelFileException>(() => Checkpoint.Load(File, model, optimizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BestOfAnotherModel_IsRefused()
    {
        var checkpoints = new CheckpointFolder(folder.Root);
        Fit(checkpoints, 1);
        SafeTensors.Write(checkpoints.Best, [new("weight", Tensor.Ones(new Shape(1)))]);
        Assert.Contains("best.safetensors", Assert.Throws<ModelFileException>(() => Fit(checkpoints, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BesideFilesThatWereLeftHalfWritten_ResumesAndRemovesThem()
    {
        var checkpoints = new CheckpointFolder(folder.Root);
        Fit(checkpoints, 1);
        folder.Write("last.safetensors.123.tmp", "half");
        folder.Write("best.safetensors.123.tmp", "half");
        Assert.Equal(2, Fit(checkpoints, 2).History.Count);
        Assert.Empty(Directory.GetFiles(folder.Root, "*.tmp"));
    }

    [Fact]
    public void Write_ThatFailsHalfway_LeavesTheOldFileAndNothingElse()
    {
        AtomicFile.Write(File, "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(File, stream =>
        {
            stream.Write(new byte[200_000]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Save_StateWithInfiniteLosses_IsReadBack()
    {
        var (model, optimizer) = (Examples.Dense(), new Sgd(0.1));
        model.Initialize(1);
        var ended = new EpochEnded(1, 0.5, double.NaN, new Dictionary<string, double> { ["rmse"] = double.PositiveInfinity }, 0.1, 1, 1);
        Checkpoint.Save(File, model, optimizer, new TrainingState { Epoch = 1, History = [ended], BestEpoch = 1, BestLoss = double.NaN });
        var state = Checkpoint.Load(File, model, optimizer);
        Assert.Equal(double.NaN, state.History[0].ValidationLoss);
        Assert.Equal(double.PositiveInfinity, state.History[0].Metrics["rmse"]);
    }

    [Fact]
    public void KeepMetrics_OfAnInterruptedRun_HoldsEachEpochOnce()
    {
        var run = new RunFolder(folder.Root);
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            run.AppendMetrics(new EpochEnded(epoch, 0.5, null, new Dictionary<string, double>(), 0.1, 1, 1));
        }

        System.IO.File.AppendAllText(run.MetricsFile, "{\"epoch\":4,\"tra");
        run.KeepMetrics(2);
        run.AppendMetrics(new EpochEnded(3, double.NaN, double.PositiveInfinity, new Dictionary<string, double>(), 0.1, 1, 1));
        Assert.Equal([1, 2, 3], System.IO.File.ReadLines(run.MetricsFile).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("epoch").GetInt32()));
    }

    private static TrainingRun Fit(CheckpointFolder checkpoints, int epochs)
        => new Trainer(Examples.Dense(), new CrossEntropy(), new Momentum(0.1)) { Checkpoints = checkpoints }.Fit(Examples.Blobs(40), epochs);

    private (Layer Model, Optimizer Optimizer) Saved()
    {
        var (model, optimizer) = (Examples.Dense(), new Momentum(0.1));
        new TrainingStep(model, new CrossEntropy(), optimizer).Run(Examples.Inputs(1, 6, 2), Examples.Labels(6, 3));
        Checkpoint.Save(File, model, optimizer, new TrainingState { Batch = 1 });
        return (model, optimizer);
    }
}
