namespace Descent.Tests.Activations;

public class GatedTests
{
    private static readonly Tensor Rows = Tensor.From([1.0, -2, 0, 3, 2, -1, 4, 0.5], 2, 4);

    [Fact]
    public void SwiGlu_OfTheLastAxis_GatesTheFirstHalfByTheSecond()
    {
        double Swish(double b) => b / (1 + Math.Exp(-b));
        double[] want = [1 * Swish(0), -2 * Swish(3), 2 * Swish(4), -1 * Swish(0.5)];
        Assert.All(want.Zip(Rows.SwiGlu().ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void Glu_OfAClosedGate_PassesNothing()
        => Assert.Equal([0, 5], Tensor.From([1e30, 5, -1000, 1000]).Glu().ToDoubles());

    [Theory]
    [InlineData("glu", 6, 3)]
    [InlineData("swiglu", 6, 3)]
    [InlineData("maxout 3", 6, 2)]
    public void OutputShape_OfAVector_IsAsManyTimesShorter(string activation, int inputs, int outputs)
        => Assert.Equal(new Shape(outputs), Make(activation).OutputShape(new Shape(inputs)));

    [Theory]
    [InlineData("glu 1")]
    [InlineData("swiglu 1")]
    [InlineData("maxout 2 axis=1")]
    public void OutputShape_OfAnImageAlongAxisOne_DividesTheChannels(string activation)
    {
        var layer = Make(activation);
        Assert.Equal(new Shape(2, 5, 3), layer.OutputShape(new Shape(4, 5, 3)));
        Assert.Equal(new Shape(7, 2, 5, 3), layer.Forward(Tensor.Ones(new Shape(7, 4, 5, 3))).Shape);
    }

    [Theory]
    [InlineData("glu", "multiple of 2")]
    [InlineData("swiglu", "multiple of 2")]
    [InlineData("maxout 3", "multiple of 3")]
    public void Forward_LengthThatCannotBeDivided_SaysWhatIsNeeded(string activation, string need)
    {
        var layer = Make(activation);
        foreach (var error in (ShapeException[])
        [
            Assert.Throws<ShapeException>(() => layer.OutputShape(new Shape(5))),
            Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Ones(new Shape(2, 5)))),
        ])
        {
            Assert.Contains(need, error.Message, StringComparison.Ordinal);
            Assert.Contains("not 5", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OutputShape_AlongTheSamples_IsRefused()
    {
        var error = Assert.Throws<ShapeException>(() => new Glu(0).OutputShape(new Shape(4)));
        Assert.Contains("counts the samples", error.Message, StringComparison.Ordinal);
    }

    private static Layer Make(string activation) => Specification.Make(activation, Descent.Catalog.Activations, "activation")(new Shape(6));
}
