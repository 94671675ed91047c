using Descent.Kernels;

namespace Descent.Tests.Initializers;

public class InitializerTests
{
    public static TheoryData<string> Specifications => new(
        "default", "xavier", "xavier normal", "he", "he uniform fan=out", "lecun", "lecun uniform",
        "he truncated-normal", "truncated-normal 0.02 bound=3", "uniform -2 5", "normal 2 mean=3");

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

    [Theory]
    [InlineData("zeros", 0)]
    [InlineData("ones", 1)]
    public void Fill_ZerosAndOnes_AreWhatTheySay(string text, double value)
        => Assert.All(Fill(text, 10, seed: 0), one => Assert.Equal(value, one));

    // phi and Phi are the normal density and distribution: the variance is 1 - 2 b phi(b) / (2 Phi(b) - 1).
    [Theory]
    [InlineData(1, 0.53960, 1)]
    [InlineData(2, 0.87963, 1)]
    [InlineData(3, 0.98658, 1)]
    [InlineData(6, 1, 0.7)]
    public void Fill_TruncatedNormal_KeepsItsBoundAndHasItsDeviation(double bound, double deviation, double reached)
    {
        var values = Fill(FormattableString.Invariant($"truncated-normal 3 mean=10 bound={bound}"), 200_000, seed: 5)
            .Select(value => (value - 10) / 3)
            .ToArray();
        Assert.InRange(values.Max(Math.Abs), bound * reached * 0.98, bound * (1 + 1e-12));
        Assert.Equal(0, values.Average(), 6 / Math.Sqrt(values.Length));
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => value * value)), 6 / Math.Sqrt(values.Length));
    }

    [Theory]
    [InlineData("xavier truncated-normal", 13, 0.5)]
    [InlineData("he truncated-normal", 9, 1.0)]
    [InlineData("lecun truncated-normal", 9, 0.5)]
    public void Fill_TruncatedForms_HaveTheDeviationOfTheNormalOnes(string text, double fan, double factor)
    {
        var deviation = Math.Sqrt(2 * (fan == 13 ? 1 : factor) / fan);
        var values = Fill(text, 200_000, seed: 5);
        Assert.Equal(1, Math.Sqrt(values.Average(value => value * value)) / deviation, 0.01);
        Assert.InRange(values.Max(Math.Abs) / deviation, 2.2, 2 / 0.87962);
    }

    [Fact]
    public void Fill_Uniform_ReachesBothEndsAlone()
    {
        var values = Fill("uniform -2 5", 100_000, seed: 5);
        Assert.InRange(values.Min(), -2, -1.999);
        Assert.InRange(values.Max(), 4.999, 5);
        Assert.Equal(1.5, values.Average(), 0.03);
    }

    [Fact]
    public void Fill_Sparse_LeavesEachUnitItsShareOfInputs()
    {
        var (rows, columns) = (200, 50);
        var values = Filled("sparse 0.9 deviation=2", new Shape(rows, columns));
        Assert.All(values.Chunk(columns), row => Assert.Equal(5, row.Count(value => value != 0)));
        var kept = values.Where(value => value != 0).ToArray();
        Assert.InRange(Math.Sqrt(kept.Average(value => value * value)), 1.8, 2.2);
        var inputs = Enumerable.Range(0, columns)
            .Select(column => Enumerable.Range(0, rows).Count(row => values[(row * columns) + column] != 0));
        Assert.All(inputs, count => Assert.InRange(count, 5, 40));
    }

    [Fact]
    public void Fill_Identity_LetsSignalsThrough()
    {
        Assert.Equal([1, 0, 0, 0, 1, 0], Filled("identity", new Shape(2, 3)));
        Assert.Equal([3, 0, 0, 3, 0, 0], Filled("eye 3", new Shape(3, 2)));
        var image = Tensor.From<double>(Enumerable.Range(0, 2 * 3 * 5 * 4).Select(i => (double)i).ToArray(), 2, 3, 5, 4);
        var layer = new Conv2d(3, 3, 3, padding: 1, bias: false, weightInitializer: new IdentityMatrix());
        Assert.Equal(image.ToDoubles(), layer.Forward(image.To(ElementType.Float32)).ToDoubles());
    }

    [Theory]
    [InlineData("orthogonal")]
    [InlineData("identity")]
    [InlineData("sparse")]
    public void Fill_OfAVector_NamesTheShape(string text)
        => Assert.Contains("[7]", Assert.Throws<ShapeException>(() => Filled(text, new Shape(7))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("uniform 1 0")]
    [InlineData("truncated-normal bound=7")]
    [InlineData("truncated-normal bound=0")]
    [InlineData("sparse 1")]
    [InlineData("orthogonal 0")]
    public void Make_OptionOutOfRange_IsRefused(string text)
        => Assert.Throws<SpecificationException>(() => Specification.Make(text, Descent.Catalog.Initializers, "initializer"));

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

    private static double[] Filled(string text, Shape shape)
    {
        var values = new double[shape.Count];
        Specification.Make(text, Descent.Catalog.Initializers, "initializer").Fill(values, shape, Fans.Of(shape), new RandomKey(3));
        return values;
    }
}
