using Descent.Tests.Data;
using Xunit.Abstractions;

namespace Descent.Tests.WorkedExamples;

/// <summary>Example 7: the SimpleCNN of the text, batches of 32, Adam with a rate of 0.001.</summary>
public class SimpleCnnTests(ITestOutputHelper output)
{
    private const string Specification = "conv 16 3x3 pad 1, relu, flatten, linear 10";
    private const int BatchSize = 32;

    private static readonly Shape Image = new(3, 32, 32);

    [Fact]
    public void Build_TheSpecification_HasTheTextsLayers()
    {
        var model = ModelSpecification.Build(Specification, Image);
        Assert.Equal(new Shape(10), model.OutputShape(Image));
        Assert.Equal(["[16, 3, 3, 3]", "[16]", "[10, 16384]", "[10]"], model.Parameters.Select(named => named.Parameter.Shape.ToString()));
        Assert.Equal((16 * 3 * 3 * 3) + 16 + (16 * 32 * 32 * 10) + 10, model.ParameterCount);
    }

    [Fact]
    public void FirstBatch_BeforeAnyStep_HasALossNearTheLogarithmOfTen()
    {
        var model = ModelSpecification.Build(Specification, Image);
        model.Initialize(1);
        var random = new Random(1);
        var pixels = Enumerable.Range(0, BatchSize * Image.Count).Select(_ => random.NextSingle()).ToArray();
        var labels = Enumerable.Range(0, BatchSize).Select(i => i % 10).ToArray();
        var loss = new CrossEntropy().Compute(model.Forward(Tensor.From(pixels, BatchSize, 3, 32, 32)), Tensor.From(labels));
        Assert.Equal(Math.Log(10), loss.Item(), 0.15);
    }

    [SkippableFact]
    public void Train_AFewHundredStepsOfCifar_BringTheLossBelowTwo()
    {
        var train = Datasets.Cifar10(SharedData.Require("cifar10")).Train;
        var model = ModelSpecification.Build(Specification, Image);
        model.Initialize(1);
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.001));
        var losses = new List<double>();
        foreach (var batch in new Batches(train, BatchSize, seed: 1).Epoch(0).Take(300))
        {
            var inputs = Tensor.From<float>(batch.Inputs.AsSpan(0, batch.InputShape.Count), batch.InputShape);
            var labels = Tensor.From<int>(batch.Labels.AsSpan(0, batch.Count), new Shape(batch.Count));
            losses.Add(step.Run(inputs, labels).Loss);
        }

        output.WriteLine($"first {losses[0]:F4}, last fifty {losses.TakeLast(50).Average():F4}");
        Assert.Equal(Math.Log(10), losses[0], 0.15);
        Assert.True(losses.TakeLast(50).Average() < 2, $"After {losses.Count} steps the mean loss is {losses.TakeLast(50).Average():F4}.");
    }
}
