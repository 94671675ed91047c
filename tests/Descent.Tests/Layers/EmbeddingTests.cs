namespace Descent.Tests.Layers;

public class EmbeddingTests
{
    [Fact]
    public void Forward_Indices_GivesTheirRows()
    {
        var layer = Filled(new Embedding(4, 2));
        Assert.Equal([6, 7, 0, 1, 6, 7], layer.Forward(Tensor.From<int>([3, 0, 3], 1, 3)).ToDoubles());
    }

    [Fact]
    public void Gradient_RepeatedIndices_AddUpAndThePaddingRowHasNone()
    {
        var layer = Filled(new Embedding(3, 2, padding: 1));
        var y = layer.Forward(Tensor.From<int>([2, 1, 2]));
        var gradient = Gradients.Of(y, Tensor.From<float>([1, 2, 3, 4, 5, 6], 3, 2), [layer.Weight])[0];
        Assert.Equal([0, 0, 0, 0, 6, 8], gradient.ToDoubles());
    }

    [Theory]
    [InlineData(null, new double[] { 0, 0, 0, 0, 2, 2, 8, 8 })]
    [InlineData(2, new double[] { 0, 0, 0, 0, 0, 0, 8, 8 })]
    public void SecondGradient_OfTheSquare_IsTwiceTheSquareOfTheCount(int? padding, double[] expected)
    {
        // The loss is half the sum of squares, row r being taken c times; the gradient c w has the derivative c for each w.
        var layer = Filled(new Embedding(4, 2, padding));
        var y = layer.Forward(Tensor.From<int>([3, 2, 3]));
        var first = Gradients.Of((y.Square() * 0.5).Sum(), [layer.Weight], differentiable: true)[0];
        var second = Gradients.Of((first * first).Sum(), [layer.Weight])[0];
        var counted = layer.Weight.Value.ToDoubles();
        Assert.Equal(expected.Select((count, i) => count * counted[i]), second.ToDoubles());
    }

    [Fact]
    public void Forward_IndexOutsideTheTable_IsRefusedWithItsPlace()
        => Assert.Contains(
            "Index 1 is 4", Assert.Throws<DataException>(() => new Embedding(4, 2).Forward(Tensor.From<int>([0, 4]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Forward_WholeNumbersOfADataset_AreTokens()
    {
        var layer = Filled(new Embedding(4, 2, padding: 0));
        var y = layer.Forward(Tensor.From<float>([3, 0, 1, 2], 2, 2));
        Assert.Equal([6, 7, 0, 1, 2, 3, 4, 5], y.ToDoubles());
        Assert.Equal([1, 0, 1, 1], y.StepMask!.ToDoubles());
        foreach (var bad in (float[])[1.5f, float.NaN, float.PositiveInfinity, 1e20f])
        {
            Assert.Contains(
                "Token 1", Assert.Throws<DataException>(() => layer.Forward(Tensor.From([1f, bad], 1, 2))).Message, StringComparison.Ordinal);
        }
    }

    private static Embedding Filled(Embedding layer)
    {
        layer.Weight.Load(Tensor.From<float>([.. Enumerable.Range(0, layer.Weight.Shape.Count).Select(i => (float)i)], layer.Weight.Shape.Lengths));
        return layer;
    }
}
