using Descent.Tests.Checks;

namespace Descent.Tests.Layers;

public class EmbeddingBagTests
{
    private static readonly Tensor Tokens = Tensor.From<int>([3, 1, 0, 0, 2, 2, 1, 3, 0, 0, 0, 0], 3, 4);

    [Theory]
    [InlineData("embedding-bag 4 2 padding=0", new double[] { 4, 5, 4, 5, 0, 0 })]
    [InlineData("embedding-bag 4 2 padding=0 mode=sum", new double[] { 8, 10, 16, 20, 0, 0 })]
    [InlineData("embedding-bag 4 2", new double[] { 2, 3, 4, 5, 0, 1 })]
    [InlineData("embedding-bag 4 2 mode=sum", new double[] { 8, 12, 16, 20, 0, 4 })]
    public void Forward_Tokens_TakesTheirRowsTogether(string specification, double[] expected)
    {
        var layer = Filled((EmbeddingBag)ModelSpecification.Build(specification, new Shape(4)).Children[0].Layer);
        Assert.Equal(expected, layer.Forward(Tokens).ToDoubles());
        Assert.Equal("[2]", layer.OutputShape(new Shape(4)).ToString());
    }

    [Fact]
    public void Gradient_OfTheMean_IsSharedByTheTokensAndSkipsPadding()
    {
        var layer = Filled(new EmbeddingBag(4, 2, padding: 0));
        var gradient = Gradients.Of(layer.Forward(Tokens), Tensor.From<float>([2, 0, 0, 4, 8, 8], 3, 2), [layer.Weight])[0];
        Assert.Equal([0, 0, 1, 1, 0, 2, 1, 1], gradient.ToDoubles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layer_FirstAndSecondDerivatives_AgreeWithDifferences(bool sum)
    {
        var check = new LayerGradientCheck(new OfTokens(new EmbeddingBag(4, 2, 0, sum), Tokens), new Shape(2), batch: 3, seed: 1);
        Assert.True(check.First().Error <= 1e-6);
        Assert.True(check.Second().Error <= 1e-6);
    }

    [Fact]
    public void Network_OfTokens_LearnsWhichWordsAreGood()
    {
        // Class 1 where more tokens are from the upper half of the words.
        var random = new Random(3);
        var tokens = Enumerable.Range(0, 200 * 6).Select(i => i % 6 < 2 + (i / 6 % 5) ? random.Next(1, 20) : 0).ToArray();
        var labels = tokens.Chunk(6).Select(row => row.Sum(token => token == 0 ? 0 : token >= 10 ? 1 : -1) > 0 ? 1 : 0).ToArray();
        var model = ModelSpecification.Build("embedding-bag 20 8 padding=0, linear 2", new Shape(6));
        var step = new TrainingStep(model, new CrossEntropy(), new Adam(0.05));
        var (x, t) = (Tensor.From<int>(tokens, 200, 6), Tensor.From<int>(labels));
        var losses = Enumerable.Range(0, 80).Select(_ => step.Run(x, t).Loss).ToArray();
        Assert.Null(step.Obstacle);
        Assert.True(losses[^1] < 0.2, $"{losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Forward_OfWhatAreNoTokens_IsRefused()
    {
        Assert.Throws<ShapeException>(() => new EmbeddingBag(4, 2).Forward(Tensor.From<int>([1, 2])));
        Assert.Throws<SpecificationException>(() => new EmbeddingBag(4, 2, padding: 4));
    }

    private static EmbeddingBag Filled(EmbeddingBag layer)
    {
        layer.Weight.Load(Tensor.From<float>([.. Enumerable.Range(0, 8).Select(i => (float)i)], 4, 2));
        return layer;
    }
}
