using Descent.Kernels;

namespace Descent.Tests.Initializers;

public class InitializerTests
{
    public static TheoryData<string> Specifications => new("default", "xavier", "xavier normal", "he", "he uniform fan=out", "lecun", "lecun uniform");

    [Theory]
    [MemberData(nameof(Specifications))]
    public void Fill_PrefixOfAnotherLength_IsTheSame(string text)
    {
        var (many, few) = (Fill(text, 1000, seed: 3), Fill(text, 37, seed: 3));
        Assert.Equal(many[..37], few);
    }

    [Theory]
    [MemberData(nameof(Specifications))]
    public void Fill_AnotherSeed_GivesOtherValues(string text) => Assert.NotEqual(Fill(text, 10, seed: 3), Fill(text, 10, seed: 4));

    [Fact]
    public void Fill_Constant_IsTheValueEverywhere() => Assert.All(Fill("constant 0.5", 10, seed: 0), value => Assert.Equal(0.5, value));

    [Fact]
    public void Fill_HeOfALeakyRelu_IsNarrower()
    {
        var (relu, leaky) = (Fill("he", 10, seed: 1), Fill("he activation=leaky-relu slope=1", 10, seed: 1));
        Assert.Equal(Math.Sqrt(2), relu[3] / leaky[3], 1e-12);
    }

    [Fact]
    public void Of_UnknownActivation_NamesTheNearest()
    {
        var error = Assert.Throws<SpecificationException>(() => Gain.Of("leaky-rlu"));
        Assert.Contains("'leaky-relu'", error.Message, StringComparison.Ordinal);
    }

    private static double[] Fill(string text, int count, ulong seed)
    {
        var values = new double[count];
        Specification.Make(text, Descent.Catalog.Initializers, "initializer").Fill(values, new Shape(count), new Fans(9, 4), new RandomKey(seed));
        return values;
    }
}
