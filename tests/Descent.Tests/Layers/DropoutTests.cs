using Descent.Kernels;

namespace Descent.Tests.Layers;

public class DropoutTests
{
    private static readonly Tensor Ones = Tensor.Ones(new Shape(100, 200));

    [Fact]
    public void Forward_InEvaluation_IsTheInput() => Assert.Same(Ones, new Dropout(0.5).Forward(Ones));

    [Fact]
    public void Forward_InTraining_DropsAShareAndScalesTheRest()
    {
        var values = new Dropout(0.3).Forward(Ones, Pass.Training(5)).ToDoubles();
        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.7)) < 1e-6));
        Assert.InRange(values.Count(value => value == 0) / (double)values.Length, 0.28, 0.32);
        Assert.InRange(values.Average(), 0.97, 1.03);
    }

    [Fact]
    public void Forward_TwoLayersInOnePass_DrawDifferentMasks()
    {
        var pass = Pass.Training(5);
        var layer = new Dropout(0.5);
        Assert.NotEqual(layer.Forward(Ones, pass).ToDoubles(), layer.Forward(Ones, pass).ToDoubles());
    }

    [Fact]
    public void Dropout_OfAPart_IsThePartOfTheWhole()
    {
        var key = new RandomKey(9);
        var whole = Ones.Dropout(0.5, key).ToArray<float>();
        var part = Ones.Slice(0, 0, 3).Dropout(0.5, key).ToArray<float>();
        Assert.Equal(whole[..part.Length], part);
    }

    [Fact]
    public void Gradient_HasTheMaskOfTheForwardPass()
    {
        var x = Ones.Tracked();
        var y = x.Dropout(0.5, new RandomKey(9));
        Assert.Equal(y.ToDoubles(), Gradients.Of(y.Sum(), [x])[0].ToDoubles());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Constructor_ProbabilityOutOfRange_IsRefused(double probability)
    {
        var error = Assert.Throws<SpecificationException>(() => new Dropout(probability));
        Assert.Contains("0 <= p < 1", error.Message, StringComparison.Ordinal);
    }
}
