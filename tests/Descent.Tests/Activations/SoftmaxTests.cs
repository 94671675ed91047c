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

    [Theory]
    [InlineData(new[] { 0.8, 1.2, 3.1 }, new[] { 0.08021814746055117, 0.11967141358067955, 0.8001104389587693 })]
    [InlineData(new[] { 1.2, 0.9, 0.75 }, new[] { 0.4204425256944156, 0.3114714837838644, 0.26808599052172016 })]
    public void Softmax_OfTheTextbook_HasItsDigits(double[] logits, double[] probabilities)
    {
        var softmax = Tensor.From(logits).Softmax().ToDoubles();
        Assert.All(softmax.Zip(probabilities), pair => Assert.Equal(pair.Second, pair.First, 14));
    }

    [Fact]
    public void Activations_OfTheTextbook_HaveItsDigits()
    {
        Assert.Equal(-0.09932620530009145, Tensor.From([-5.0]).Elu(0.1).Item(), 15);
        Assert.Equal(-0.07, Tensor.From([-7.0]).LeakyRelu().Item(), 15);
        Assert.Equal([7, 0], Tensor.From([7.0, -7.0]).Relu().ToDoubles());
    }

    [Fact]
    public void Softmax_AlongAnAxisThatIsNot_SaysSo()
    {
        var error = Assert.Throws<ShapeException>(() => Tensor.Ones(new Shape(2, 3)).Softmax(2));
        Assert.Contains("There is no axis 2", error.Message, StringComparison.Ordinal);
    }
}
