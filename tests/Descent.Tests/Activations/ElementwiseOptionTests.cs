namespace Descent.Tests.Activations;

public class ElementwiseOptionTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_OptionOutOfRange_IsRefused(double value)
    {
        void Refused(string part, Func<Layer> make)
            => Assert.Contains(part, Assert.Throws<SpecificationException>(make).Message, StringComparison.Ordinal);
        Refused("alpha of celu", () => new Celu(value));
        Refused("lambda of soft-shrink", () => new SoftShrink(value));
        Refused("lambda of hard-shrink", () => new HardShrink(value));
        Refused("minimum", () => new HardTanh(value, -1));
    }

    [Fact]
    public void Softplus_WithAThreshold_IsItsInputAbove()
    {
        var x = Tensor.From([4.5, 5.5]);
        var (smooth, cut) = (new Softplus(2).Forward(x).ToDoubles(), new Softplus(2, 10).Forward(x).ToDoubles());
        Assert.Equal(smooth[0], cut[0]);
        Assert.Equal(5.5, cut[1]);
        Assert.True(smooth[1] > 5.5);
    }

    [Theory]
    [InlineData("selu")]
    [InlineData("celu")]
    [InlineData("softsign")]
    [InlineData("hard-sigmoid")]
    [InlineData("hard-swish")]
    [InlineData("log-sigmoid")]
    [InlineData("tanh-shrink")]
    public void Derivatives_AtExtremes_AreNumbers(string activation)
    {
        var layer = Specification.Make(activation, Descent.Catalog.Activations, "activation")(Shape.Scalar);
        foreach (var type in (ElementType[])[ElementType.Float32, ElementType.Float64])
        {
            var x = Tensor.From([-1e30, -1000, 0, 1000, 1e30]).To(type).Tracked();
            var first = Gradients.Of(layer.Forward(x).Sum(), [x], differentiable: true)[0];
            Assert.All(first.ToDoubles(), value => Assert.True(double.IsFinite(value)));
            Assert.All(Gradients.Of(first.Sum(), [x])[0].ToDoubles(), value => Assert.True(double.IsFinite(value), $"{type}: {value}"));
        }
    }
}
