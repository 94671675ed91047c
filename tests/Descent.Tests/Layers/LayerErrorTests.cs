namespace Descent.Tests.Layers;

public class LayerErrorTests
{
    private static void Shapes(string message, Func<object> act)
        => Assert.Contains(message, Assert.Throws<ShapeException>(act).Message, StringComparison.Ordinal);

    private static void Options(string message, Func<object> act)
        => Assert.Contains(message, Assert.Throws<SpecificationException>(act).Message, StringComparison.Ordinal);

    [Fact]
    public void Forward_OfWrongShape_NamesShapesAndRemedy()
    {
        Shapes("last axis is 4, not the shape [5]", () => new Linear(4, 2).Forward(Tensor.Ones(new Shape(3, 5))));
        Shapes("flatten", () => new Linear(20, 2).OutputShape(new Shape(4, 5)));
        Shapes("have 3 channels", () => new Conv2d(2, 4, 3).Forward(Tensor.Ones(new Shape(1, 3, 8, 8))));
        Shapes("expects 3 channels, the sample [2, 4]", () => new BatchNorm(3).Forward(Tensor.Ones(new Shape(5, 2, 4))));
        Shapes("Use a larger batch", () => new BatchNorm(3).Forward(Tensor.Ones(new Shape(1, 3)), Pass.Training(0)));
        Shapes("slopes for 3 channels", () => new PRelu(3).OutputShape(new Shape(2, 4)));
        Shapes("has 5", () => new Reshape(new Shape(2, 3)).OutputShape(new Shape(5)));
    }

    [Fact]
    public void Constructor_OutOfRange_IsRefusedInWords()
    {
        Options("at least 1 input", () => new Linear(0, 2));
        Options("3 groups must divide", () => new Conv2d(4, 6, 3, groups: 3));
        Options("at least 1 pixel of stride", () => new Conv2d(4, 6, 3, stride: 0));
        Options("epsilon > 0", () => new BatchNorm(4, epsilon: 0));
        Options("at least 1 channel", () => new PRelu(0));
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
