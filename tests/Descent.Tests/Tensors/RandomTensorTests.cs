using Descent.Kernels;

namespace Descent.Tests.Tensors;

public class RandomTensorTests
{
    private static readonly Shape Shape = new(100, 100);

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Normal_ManyNumbers_HasMeanZeroAndDeviationOne(ElementType type)
    {
        var numbers = Tensor.Normal(Shape, new RandomKey(1), type);
        Assert.Equal((Shape, type), (numbers.Shape, numbers.Type));
        Assert.Equal(0, numbers.Mean().Item(), 0.03);
        Assert.Equal(1, numbers.Square().Mean().Item(), 0.03);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Uniform_ManyNumbers_FillsTheUnitInterval(ElementType type)
    {
        var numbers = Tensor.Uniform(Shape, new RandomKey(1), type);
        Assert.Equal(type, numbers.Type);
        Assert.All(numbers.ToDoubles(), number => Assert.InRange(number, 0, 1 - 1e-9));
        Assert.Equal(0.5, numbers.Mean().Item(), 0.02);
    }

    [Fact]
    public void Normal_EqualKeys_GivesEqualNumbers()
    {
        var key = new RandomKey(1, "noise");
        Assert.Equal(Tensor.Normal(Shape, key).ToArray<float>(), Tensor.Normal(Shape, key).ToArray<float>());
        Assert.NotEqual(Tensor.Normal(Shape, key).ToArray<float>(), Tensor.Normal(Shape, key.For(1)).ToArray<float>());
    }

    [Fact]
    public void Normal_OfIntegers_IsRefused()
    {
        Assert.Throws<DescentException>(() => Tensor.Normal(Shape, new RandomKey(1), ElementType.Int32));
        Assert.Throws<DescentException>(() => Tensor.Uniform(Shape, new RandomKey(1), ElementType.Int32));
    }
}
