namespace Descent.Tests.Layers;

public class ThresholdUnitTests
{
    private static readonly Tensor Corners = Tensor.From<float>([0, 0, 0, 1, 1, 0, 1, 1], 4, 2);

    [Theory]
    [InlineData("mcculloch-pitts 1", new double[] { 0, 1, 1, 1 })]
    [InlineData("mcculloch-pitts 2", new double[] { 0, 0, 0, 1 })]
    [InlineData("mcculloch-pitts 0 weights=-1x0", new double[] { 1, 1, 0, 0 })]
    [InlineData("mcculloch-pitts threshold=0.5 weights=1x-1", new double[] { 0, 0, 1, 0 })]
    public void Forward_OfASpecification_IsItsLogic(string specification, double[] expected)
    {
        var model = ModelSpecification.Build(specification, new Shape(2));
        Assert.Equal(expected, model.Forward(Corners).ToDoubles());
        Assert.Equal("[1]", model.OutputShape(new Shape(2)).ToString());
        Assert.Equal(0, model.ParameterCount);
        Assert.Equal(expected, ModelSpecification.Build(model.Children[0].Layer.Describe(), new Shape(2)).Forward(Corners).ToDoubles());
    }

    [Fact]
    public void Forward_OfTheConcert_Fires()
        => Assert.Equal(
            1, new ThresholdUnit([0.7, 0.6, 0.5, 0.3, 0.4], 1.5).Forward(Tensor.From<double>([1, 0, 1, 0, 1], new Shape(1, 5))).Item());

    [Fact]
    public void Forward_OfThreeUnits_IsXor()
    {
        var (or, both, result) = (new ThresholdUnit([1, 1], 1), new ThresholdUnit([1, 1], 2), new ThresholdUnit([1, -1], 1));
        Assert.Equal([0, 1, 1, 0], result.Forward(Tensor.Concatenate(1, or.Forward(Corners), both.Forward(Corners))).ToDoubles());
    }

    [Fact]
    public void Constructor_WhatIsNoNumber_IsRefused()
    {
        Assert.Throws<SpecificationException>(() => new ThresholdUnit([], 1));
        Assert.Throws<SpecificationException>(() => new ThresholdUnit([double.NaN], 1));
        Assert.Contains(
            "0.7x0.6x-1", Assert.Throws<SpecificationException>(() => ModelSpecification.Build("mcculloch-pitts weights=axb", new Shape(2))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => ModelSpecification.Build("mcculloch-pitts weights=1x1x1", new Shape(2)));
    }
}
