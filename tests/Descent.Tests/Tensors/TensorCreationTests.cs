using Descent.Kernels;

namespace Descent.Tests.Tensors;

public class TensorCreationTests
{
    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Uniform_ManyNumbers_FillTheUnitIntervalEvenly(ElementType type)
    {
        var values = Tensor.Uniform(new Shape(100, 200), new RandomKey(1, "uniform"), type);
        Assert.Equal((type, new Shape(100, 200)), (values.Type, values.Shape));
        Assert.All(values.ToDoubles(), value => Assert.InRange(value, 0, 1 - 1e-9));
        Assert.Equal(0.5, values.Mean().Item(), 0.01);
        Assert.Equal(1.0 / 12, (values - 0.5).Square().Mean().Item(), 0.002);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Normal_ManyNumbers_HaveMeanZeroAndDeviationOne(ElementType type)
    {
        var values = Tensor.Normal(new Shape(20_000), new RandomKey(1, "normal"), type);
        Assert.Equal(0, values.Mean().Item(), 0.03);
        Assert.Equal(1, values.Square().Mean().Item(), 0.03);
    }

    [Fact]
    public void Normal_Key_DecidesTheNumbers()
    {
        var key = new RandomKey(1, "normal");
        var values = Tensor.Normal(new Shape(10), key).ToArray<float>();
        Assert.Equal(values, Tensor.Normal(new Shape(2, 5), key).ToArray<float>());
        Assert.NotEqual(values, Tensor.Normal(new Shape(10), key.For(1)).ToArray<float>());
    }

    [Fact]
    public void Uniform_OfIntegers_IsRefused()
        => Assert.Throws<DescentException>(() => Tensor.Uniform(new Shape(2), new RandomKey(1, "uniform"), ElementType.Int32));
}
