namespace Descent.Tests.Activations;

public class SoftmaxTests
{
    [Fact]
    public void Softmax_OfLargeLogits_NeitherOverflowsNorLosesProbability()
    {
        Assert.Equal([0.5, 0.5, 0], Tensor.From([1000f, 1000f, -1000f]).Softmax().ToDoubles());
        Assert.Equal([-1000, 0], Tensor.From([0f, 1000f]).LogSoftmax().ToDoubles());
    }

    [Fact]
    public void Softmax_OfMaskedLogits_IsZeroThere()
    {
        var negative = float.NegativeInfinity;
        Assert.Equal([0, 1, 0, 0], Tensor.From([negative, 5f, negative, negative], 2, 2).Softmax().ToDoubles());
    }

    [Fact]
    public void Softmax_OfTheTextbook_HasItsPrintedDigits()
    {
        var first = Tensor.From([0.8f, 1.2f, 3.1f]).Softmax().ToDoubles();
        Assert.Equal([0.080, 0.119, 0.800], first.Select(value => Math.Round(value, 3)));
        Assert.Equal(1, first.Sum(), 6);
    }

    [Fact]
    public void Softmax_AlongAnAxisThatIsNot_SaysSo()
        => Assert.Contains("There is no axis 2", Assert.Throws<ShapeException>(() => Tensor.Ones(new Shape(2, 3)).Softmax(2)).Message, StringComparison.Ordinal);
}
