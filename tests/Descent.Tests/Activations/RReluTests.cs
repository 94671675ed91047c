namespace Descent.Tests.Activations;

public class RReluTests
{
    private static readonly Tensor Negative = -Tensor.Ones(new Shape(100, 200));

    [Fact]
    public void Forward_InTraining_DrawsSlopesOfTheWholeRange()
    {
        var slopes = new RRelu(0.2, 0.6).Forward(Negative, Pass.Training(5)).ToDoubles().Select(value => -value).ToArray();
        Assert.All(slopes, slope => Assert.InRange(slope, 0.2, 0.6));
        Assert.InRange(slopes.Average(), 0.397, 0.403);
        Assert.True(slopes.Min() < 0.201 && slopes.Max() > 0.599);
    }

    [Fact]
    public void Forward_InEvaluation_UsesTheMeanSlope()
        => Assert.All(new RRelu(0.2, 0.6).Forward(Negative).ToDoubles(), value => Assert.Equal(-0.4, value, 1e-7));

    [Fact]
    public void Forward_OfPositiveNumbers_IsTheInputInTraining()
        => Assert.Equal(Tensor.From([0.5, 2, 7]).ToDoubles(), new RRelu().Forward(Tensor.From([0.5, 2, 7]), Pass.Training(5)).ToDoubles());

    [Fact]
    public void Gradient_HasTheSlopesOfTheForwardPass()
    {
        var x = Negative.Tracked();
        var y = new RRelu().Forward(x, Pass.Training(5));
        Assert.Equal(y.ToDoubles(), Gradients.Of(y.Sum(), [x])[0].ToDoubles().Select(slope => -slope));
    }

    [Fact]
    public void Forward_TwoLayersInOnePass_DrawDifferentSlopes()
    {
        var pass = Pass.Training(5);
        Assert.NotEqual(new RRelu().Forward(Negative, pass).ToDoubles(), new RRelu().Forward(Negative, pass).ToDoubles());
    }

    [Fact]
    public void Constructor_LowerAboveUpper_IsRefused()
    {
        var error = Assert.Throws<SpecificationException>(() => new RRelu(0.5, 0.1));
        Assert.Contains("0.5 and 0.1", error.Message, StringComparison.Ordinal);
    }
}
