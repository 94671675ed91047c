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

    [Theory]
    [InlineData(0.5, 2, false)]
    [InlineData(1e9, 2, false)]
    [InlineData(0.5, 1, false)]
    [InlineData(0.01, 2, true)]
    public void ApplyInPlace_AnyClipping_GivesTheBitsOfApplyAndAllocatesNothing(double maximum, double order, bool byValue)
    {
        var clipping = byValue ? GradientClipping.ByValue(maximum) : GradientClipping.ByNorm(maximum, order);
        var gradients = Make(40_001, 3);
        var expected = clipping.Apply(gradients);
        var norm = clipping.ApplyInPlace(gradients);
        Assert.Equal(expected.Norm, norm);
        Assert.Equal(expected.Gradients.Select(gradient => gradient.ToArray<float>()), gradients.Select(gradient => gradient.ToArray<float>()));
        Assert.Equal(0, Allocations.OnceWarm(() => clipping.ApplyInPlace(gradients)));
    }

    [Fact]
    public void ApplyInPlace_NotFinite_ChangesNothing()
    {
        Tensor[] gradients = [Tensor.From<float>([5, float.NaN])];
        Assert.Throws<NonFiniteException>(() => GradientClipping.ByValue(1).ApplyInPlace(gradients));
        Assert.Equal([5, float.NaN], gradients[0].ToArray<float>());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void FiniteGradients_OneElementNot_IsFoundWhereverItStands(float value)
    {
        foreach (var pinned in new[] { true, false })
        {
            int[] lengths = [1, 3, 16, 17, 257];
            Tensor[] all = [.. Make(lengths), .. Make(40_001)];
            all = pinned ? Array.ConvertAll(all, Pinning.Copy) : all;
            Assert.True(FiniteGradients.All(all));
            for (var tensor = 0; tensor < all.Length; tensor++)
            {
                var elements = all[tensor].Span<float>();
                for (var at = 0; at < elements.Length; at += tensor < lengths.Length ? 1 : 4_999)
                {
                    (var kept, elements[at]) = (elements[at], value);
                    Assert.False(FiniteGradients.All(all));
                    elements[at] = kept;
                }
            }

            Assert.Equal(0, Allocations.OnceWarm(() => FiniteGradients.All(all)));
        }
    }

    [Fact]
    public void FiniteGradients_LargestNumbers_AreFinite()
        => Assert.True(FiniteGradients.All([Tensor.From<float>([float.MaxValue, float.MinValue, -0f]), Tensor.From<double>([double.MaxValue])]));

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
