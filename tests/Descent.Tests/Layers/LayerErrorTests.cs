namespace Descent.Tests.Layers;

public class LayerErrorTests
{
    private static string Shapes(Func<object> act) => Assert.Throws<ShapeException>(act).Message;

    private static string Options(Func<object> act) => Assert.Throws<SpecificationException>(act).Message;

    [Fact]
    public void Forward_OfWrongShape_NamesShapesAndRemedy()
    {
        Assert.Contains("last axis is 4, not the shape [5]", Shapes(() => new Linear(4, 2).Forward(Tensor.Ones(new Shape(3, 5)))), StringComparison.Ordinal);
        Assert.Contains("flatten", Shapes(() => new Linear(20, 2).OutputShape(new Shape(4, 5))), StringComparison.Ordinal);
        Assert.Contains("have 3 channels", Shapes(() => new Conv2d(2, 4, 3).Forward(Tensor.Ones(new Shape(1, 3, 8, 8)))), StringComparison.Ordinal);
        Assert.Contains("expects 3 channels, the sample [2, 4]", Shapes(() => new BatchNorm(3).Forward(Tensor.Ones(new Shape(5, 2, 4)))), StringComparison.Ordinal);
        Assert.Contains("Use a larger batch", Shapes(() => new BatchNorm(3).Forward(Tensor.Ones(new Shape(1, 3)), Pass.Training(0))), StringComparison.Ordinal);
        Assert.Contains("slopes for 3 channels", Shapes(() => new PRelu(3).OutputShape(new Shape(2, 4))), StringComparison.Ordinal);
        Assert.Contains("has 5", Shapes(() => new Reshape(new Shape(2, 3)).OutputShape(new Shape(5))), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_OutOfRange_IsRefusedInWords()
    {
        Assert.Contains("at least 1 input", Options(() => new Linear(0, 2)), StringComparison.Ordinal);
        Assert.Contains("3 groups must divide", Options(() => new Conv2d(4, 6, 3, groups: 3)), StringComparison.Ordinal);
        Assert.Contains("at least 1 pixel of stride", Options(() => new Conv2d(4, 6, 3, stride: 0)), StringComparison.Ordinal);
        Assert.Contains("epsilon > 0", Options(() => new BatchNorm(4, epsilon: 0)), StringComparison.Ordinal);
        Assert.Contains("at least 1 channel", Options(() => new PRelu(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_OfBatchNorm_LeavesTheRunningStatistics()
    {
        var layer = new BatchNorm(2);
        var batch = Tensor.From([1f, 2f, 3f, 6f], 2, 2);
        layer.Forward(batch, Pass.Training(0));
        var before = layer.RunningVariance.Value.ToDoubles();
        Assert.Equal([1.1, 1.7], before.Select(value => Math.Round(value, 6)));
        layer.Forward(batch);
        Assert.Equal(before, layer.RunningVariance.Value.ToDoubles());
        Assert.Equal([0.2, 0.4], layer.RunningMean.Value.ToDoubles().Select(value => Math.Round(value, 6)));
    }
}
