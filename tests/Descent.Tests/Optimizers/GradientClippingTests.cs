using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Optimizers;

[Collection("Workers")]
public sealed class GradientClippingTests : IDisposable
{
    private readonly int workers = Workers.Count;

    public void Dispose() => Workers.Count = workers;

    [Fact]
    public void ByNorm_LongGradients_KeepsTheDirectionAndReachesTheMaximum()
    {
        var gradients = Make(40_001, 3);
        var clipped = GradientClipping.ByNorm(2).Apply(gradients);
        Assert.Equal(2, GradientNorm.Of(clipped.Gradients), 1e-5);
        var ratio = clipped.Gradients[0].ToDoubles()[7] / gradients[0].ToDoubles()[7];
        Assert.Equal(ratio, clipped.Gradients[1].ToDoubles()[2] / gradients[1].ToDoubles()[2], 1e-6);
    }

    [Fact]
    public void ByNorm_ShortGradients_GivesTheSameTensors()
    {
        var gradients = Make(4, 3);
        Assert.Same(gradients, GradientClipping.ByNorm(1000).Apply(gradients).Gradients);
    }

    [Fact]
    public void Apply_ClippedGradients_LeavesTheGivenOnes()
    {
        var gradients = Make(4, 3);
        var before = gradients[0].ToArray<float>();
        GradientClipping.ByNorm(0.1).Apply(gradients);
        GradientClipping.ByValue(0.1).Apply(gradients);
        Assert.Equal(before, gradients[0].ToArray<float>());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Apply_NotFinite_NamesTheGradientAndTheElement(double value)
    {
        Tensor[] gradients = [Tensor.Ones(new Shape(2)), Tensor.From<float>([1, (float)value, 3])];
        foreach (var clipping in (GradientClipping[])[GradientClipping.ByNorm(1), GradientClipping.ByValue(1), GradientClipping.ByNorm(1, 1)])
        {
            var error = Assert.Throws<NonFiniteException>(() => clipping.Apply(gradients));
            Assert.Contains("Gradient 1", error.Message, StringComparison.Ordinal);
            Assert.Contains("element 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void Norm_SquaresBeyondFloat_IsStillRight(float size)
    {
        var norm = GradientNorm.Of([Tensor.From<float>([3 * size]), Tensor.From<float>([4 * size])]);
        Assert.Equal(5, norm / size, 1e-6);
    }

    [Fact]
    public void Norm_OfNothing_IsZero() => Assert.Equal(0, GradientNorm.Of([]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3.5)]
    [InlineData(double.PositiveInfinity)]
    public void Norm_AnyOrder_IsThatOfTheFormula(double order)
    {
        var gradients = Make(300, 57);
        var values = gradients.SelectMany(gradient => gradient.ToDoubles()).Select(Math.Abs).ToArray();
        var expected = double.IsInfinity(order) ? values.Max() : Math.Pow(values.Sum(value => Math.Pow(value, order)), 1 / order);
        Assert.Equal(1, GradientNorm.Of(gradients, order) / expected, 1e-6);
    }

    [Fact]
    public void Norm_AnyNumberOfWorkers_HasTheSameBits()
    {
        double With(int count)
        {
            Workers.Count = count;
            return GradientNorm.Of(Make(100_003, 40_001));
        }

        Assert.Equal(With(1), With(2));
    }

    private static Tensor[] Make(params int[] lengths)
        => lengths.Select((length, i) => Tensor.From<float>(Samples.Uniform<float>(length, seed: i + 1))).ToArray();
}
