namespace Descent.Tests.Training;

public sealed class PretrainedTests : IDisposable
{
    private const string Network = "linear 8, batchnorm, relu, dropout 0.1, linear 3";

    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void LoadInto_OtherHead_TakesWhatFitsAndSaysWhatDoesNot()
    {
        var (from, to) = (Build("linear 8, relu, linear 3", 1), Build("linear 8, relu, linear 5", 2));
        var head = Bits(to, "2.weight");
        SafeTensors.Write(folder.File("a.safetensors"), from.Parameters.Select(named => new KeyValuePair<string, Tensor>(named.Path, named.Parameter.Value)).ToArray());
        var result = Pretrained.LoadInto(to, folder.File("a.safetensors"));
        Assert.Equal(["0.weight", "0.bias"], result.Taken);
        Assert.Equal(Bits(from, "0.weight"), Bits(to, "0.weight"));
        Assert.Equal(head, Bits(to, "2.weight"));
        Assert.Contains("2 of 4 parameters begin with the values of 'a'; not taken: '2.weight' ([3, 8] there, [5, 8] here)", result.Describe("a"), StringComparison.Ordinal);
        var error = Assert.Throws<ModelFileException>(() => Pretrained.LoadInto(Build("linear 7", 1), folder.File("a.safetensors")));
        Assert.Contains("no parameter of this model", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Pretrained.LoadInto(to, folder.File("none")));
    }

    [Fact]
    public void Freeze_Patterns_FreezesTheseAlone()
    {
        var model = Build(Network, 1);
        Assert.Equal(["0.weight", "0.bias", "4.bias"], Pretrained.Freeze(model, ["0", "4.b*"]));
        Assert.Contains("'7'", Assert.Throws<SpecificationException>(() => Pretrained.Freeze(model, ["7"])).Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => Pretrained.Freeze(model, ["*"]));
        Assert.Throws<SpecificationException>(() => Pretrained.Freeze(model, ["1.running_mean"]));
        var before = model.Parameters.ToDictionary(named => named.Path, named => Bits(model, named.Path));
        new Trainer(model, new CrossEntropy(), new Adam(0.01)).Fit(Examples.Blobs(), 2);
        Assert.All(before, pair => Assert.Equal(
            pair.Key is "0.weight" or "0.bias" or "4.bias", pair.Value.SequenceEqual(Bits(model, pair.Key))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Freeze_BatchNormalisation_UsesItsRunningStatisticsAndLeavesThem(bool replays)
    {
        var model = Build(Network, 1);
        new Trainer(model, new CrossEntropy(), new Adam(0.01)).Fit(Examples.Blobs(), 2);
        Pretrained.Freeze(model, ["0", "1"]);
        var frozen = model.Parameters.Where(named => !named.Path.StartsWith('4')).ToDictionary(named => named.Path, named => Bits(model, named.Path));
        Assert.Equal(4, frozen.Count(pair => pair.Key.StartsWith('1')));
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.01)) { Replays = replays };
        var losses = Enumerable.Range(0, 6).Select(_ => step.Run(Examples.Inputs(1, 8, 2), Examples.Labels(8, 3)).Loss).ToArray();
        Assert.All(frozen, pair => Assert.Equal(pair.Value, Bits(model, pair.Key)));
        Assert.True(losses[^1] < losses[0] + 1 && losses.Distinct().Count() == 6);

        // A batch of one has no variance of its own, and needs none here.
        Assert.True(double.IsFinite(step.Run(Examples.Inputs(1, 1, 2), Examples.Labels(1, 3)).Loss));
    }

    [Fact]
    public void Freeze_Replayed_GivesTheBitsOfComputingEachStep()
    {
        var (one, other) = (Build(Network, 1), Build(Network, 1));
        Pretrained.Freeze(one, ["1", "0.bias"]);
        Pretrained.Freeze(other, ["1", "0.bias"]);
        var (fast, slow) = (new TrainingStep(one, new CrossEntropy(), new Adam(0.01)), new TrainingStep(other, new CrossEntropy(), new Adam(0.01)) { Replays = false });
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(slow.Run(Examples.Inputs(i, 8, 2), Examples.Labels(8, 3)), fast.Run(Examples.Inputs(i, 8, 2), Examples.Labels(8, 3)));
        }

        Assert.Equal(Examples.Bits(other), Examples.Bits(one));
    }

    [Fact]
    public void Session_FromARun_RepeatsToTheByteAndNoticesOtherWeights()
    {
        Train(Recipe(), "base");
        var tuned = Recipe() with { From = folder.File("base"), Freeze = ["0", "1"], Seed = 5 };
        var notes = Train(tuned, "tuned").Notes;
        Assert.Contains(notes, note => note.Contains("8 of 8 parameters", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("frozen: 0.weight, 0.bias, 1.weight, 1.bias", StringComparison.Ordinal));
        var written = new RunFolder(folder.File("tuned")).ReadRecipe();
        Assert.Equal(Pretrained.Hash(folder.File("base/model.safetensors")), written.WeightsHash);
        Train(written, "again");
        Assert.Equal(File.ReadAllBytes(folder.File("tuned/model.safetensors")), File.ReadAllBytes(folder.File("again/model.safetensors")));
        Assert.NotEqual(File.ReadAllBytes(folder.File("base/model.safetensors")), File.ReadAllBytes(folder.File("tuned/model.safetensors")));

        Train(Recipe() with { Seed = 9 }, "other");
        File.Copy(folder.File("other/model.safetensors"), folder.File("base/model.safetensors"), overwrite: true);
        Assert.Contains("have changed", Assert.Throws<DataException>(() => TrainingSession.Create(written, folder.File("third"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_FromARunInterrupted_GoesOnWithoutTheWeightsAndEndsTheSame()
    {
        Train(Recipe(), "base");
        var tuned = Recipe() with { From = folder.File("base"), Freeze = ["0"], Seed = 5 };
        Train(tuned, "whole");
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        var session = TrainingSession.Create(tuned, folder.File("parts"));
        session.Run(
            new Examples.Events(value =>
            {
                if (value is BatchEnded && ++steps == 4)
                {
                    cancel.Cancel();
                }
            }),
            cancel.Token);
        File.Delete(folder.File("base/model.safetensors"));
        TrainingSession.Resume(folder.File("parts")).Run();
        Assert.Equal(File.ReadAllBytes(folder.File("whole/model.safetensors")), File.ReadAllBytes(folder.File("parts/model.safetensors")));
    }

    private static Recipe Recipe() => new() { Source = "iris", Model = Network, Epochs = 3, BatchSize = 16 };

    private TrainingSession Train(Recipe recipe, string name)
    {
        var session = TrainingSession.Create(recipe, folder.File(name));
        session.Run();
        return session;
    }

    private static Sequential Build(string network, ulong seed)
    {
        var model = ModelSpecification.Build(network, new Shape(2));
        model.Initialize(seed);
        return model;
    }

    private static long[] Bits(Layer model, string path)
        => [.. model.Parameters.Single(named => named.Path == path).Parameter.Value.ToDoubles().Select(BitConverter.DoubleToInt64Bits)];
}
