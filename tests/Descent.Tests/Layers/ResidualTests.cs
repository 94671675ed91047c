namespace Descent.Tests.Layers;

public class ResidualTests
{
    [Fact]
    public void Forward_WithoutShortcut_AddsTheInput()
    {
        var linear = new Linear(3, 3);
        var x = Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal((linear.Forward(x) + x).ToDoubles(), new Residual(linear).Forward(x).ToDoubles());
    }

    [Fact]
    public void Forward_WithShortcut_AddsItsOutput()
    {
        var (body, shortcut) = (new Linear(3, 2), new Linear(3, 2));
        var layer = new Residual(body, shortcut);
        var x = Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal((body.Forward(x) + shortcut.Forward(x)).ToDoubles(), layer.Forward(x).ToDoubles());
        Assert.Equal(["body.weight", "body.bias", "shortcut.weight", "shortcut.bias"], layer.Parameters.Select(named => named.Path));
    }

    [Fact]
    public void Forward_ShapesThatDiffer_AreRefusedWithTheRemedy()
        => Assert.Contains(
            "Give a shortcut",
            Assert.Throws<ShapeException>(() => new Residual(new Linear(3, 2)).Forward(Tensor.Zeros(new Shape(1, 3)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ForSmallImages_Depth20_IsThatOfThePaper()
    {
        var model = ResNet.ForSmallImages();
        var convolutions = model.Parameters.Count(named => named.Parameter.Shape.Rank == 4);
        Assert.Equal(19 + 2, convolutions);

        // 0.27 million, as the paper's table says, and 2,752 for the two projections.
        Assert.Equal(272_474, model.ParameterCount);
        Assert.Equal("[10]", model.OutputShape(new Shape(3, 32, 32)).ToString());
        Assert.Equal(
            ["6.downsample.0.weight", "9.downsample.0.weight"],
            model.Parameters.Select(named => named.Path).Where(path => path.EndsWith("downsample.0.weight", StringComparison.Ordinal)));
    }

    [Fact]
    public void ForSmallImages_DepthThatDoesNotFit_IsRefused() => Assert.Throws<SpecificationException>(() => ResNet.ForSmallImages(21));

    [Fact]
    public void ForSmallImages_OnNoiseOfTwoKinds_Learns()
    {
        var model = ResNet.ForSmallImages(8, classes: 2, channels: 1, size: 8);
        model.Initialize(3);
        var random = new Random(4);
        var x = Tensor.From<float>([.. Enumerable.Range(0, 16 * 64).Select(i => (float)random.NextDouble() * (i / 64 % 2 == 0 ? 1 : -1))], 16, 1, 8, 8);
        var labels = Tensor.From<int>([.. Enumerable.Range(0, 16).Select(i => i % 2)]);
        var step = new TrainingStep(model, new CrossEntropy(), new Sgd(0.05, 0.9));
        var losses = Enumerable.Range(0, 12).Select(i => step.Run(x, labels).Loss).ToArray();
        Assert.True(losses[^1] < 0.2 * losses[0], $"{losses[0]} to {losses[^1]}");
    }
}
