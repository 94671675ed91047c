using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class ElementwiseTests
{
    [Fact]
    public void Map_EveryLength_FillsTheSpanAndNothingBeside()
    {
        CheckMap<float>();
        CheckMap<double>();
    }

    [Fact]
    public void Map_InPlace_GivesTheSame()
    {
        var x = Samples.Uniform<float>(100_003);
        var expected = Functions.Map(default(Functions.Tanh), x);
        Elementwise.Map<float, Functions.Tanh>(default, x, x);
        Assert.Equal(expected, x);
    }

    [Fact]
    public void MapGradient_EveryLength_IsUpstreamTimesDerivative()
    {
        for (var length = 0; length <= 257; length++)
        {
            var x = Samples.Uniform<double>(length);
            var gradient = Samples.Uniform<double>(length, seed: 2);
            var dx = new Guarded<double>(length);
            Elementwise.MapGradient(default(Functions.Tanh), gradient, x, Functions.Map(default(Functions.Tanh), x), dx.Span);
            Samples.AssertClose<double>(x.Zip(gradient, (value, g) => g * (1 - Math.Pow(Math.Tanh(value), 2))).ToArray(), dx.Span, 1e-13);
            dx.AssertIntact();
        }
    }

    [Fact]
    public void MapGradient_WhereTheUpstreamIsZero_LeaksNoNaN()
    {
        float[] x = [0, float.NaN, -1, 1], y = Functions.Map(default(Functions.Log), x), dx = new float[4];
        Elementwise.MapGradient(default(Functions.Log), [0, 0, -0f, float.NaN], x, y, dx);
        Assert.Equal([0, 0, 0, float.NaN], dx);
    }

    [Fact]
    public void Zip_EveryLength_FillsTheSpanAndNothingBeside()
    {
        for (var length = 0; length <= 257; length++)
        {
            Guarded<float> a = new(Samples.Uniform<float>(length)), b = new(Samples.Uniform<float>(length, seed: 2)), c = new(length);
            Elementwise.Zip<float, Functions.Subtract>(default, a.Span, b.Span, c.Span);
            for (var i = 0; i < length; i++)
            {
                Assert.Equal(a.Span[i] - b.Span[i], c.Span[i]);
            }

            c.AssertIntact();
        }
    }

    [Theory]
    [InlineData("5,7", "", "5,7")]
    [InlineData("", "40000", "40000")]
    [InlineData("1", "1,1", "1,1")]
    [InlineData("50,70", "70", "50,70")]
    [InlineData("3", "500,3", "500,3")]
    [InlineData("50,1", "50,70", "50,70")]
    [InlineData("4,3,6,6", "3,1,1", "4,3,6,6")]
    [InlineData("4,1,1,1", "4,3,2,5", "4,3,2,5")]
    [InlineData("5,1", "1,7", "5,7")]
    [InlineData("500,1", "1,700", "500,700")]
    [InlineData("2,1,3,1,4", "5,1,6,1", "2,5,3,6,4")]
    [InlineData("2,1", "2,100000", "2,100000")]
    [InlineData("1,40", "1,1", "60,40")]
    [InlineData("0,3", "3", "0,3")]
    public void ZipBroadcast_AnyShapes_FollowsTheIndices(string aShape, string bShape, string cShape)
    {
        CheckBroadcast<float>(Parse(aShape), Parse(bShape), Parse(cShape));
        CheckBroadcast<double>(Parse(aShape), Parse(bShape), Parse(cShape));
    }

    [Fact]
    public void ZipBroadcast_ShapesThatDoNotFit_Throws()
        => Assert.Throws<ArgumentException>(() => Elementwise.ZipBroadcast<float, Functions.Subtract>(
            default, new float[3], [3], new float[4], [4], new float[4], [4]));

    private static int[] Parse(string shape) => [.. shape.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static void CheckMap<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var length = 0; length <= 257; length++)
        {
            Guarded<T> x = new(Samples.Uniform<T>(length)), y = new(length);
            Elementwise.Map<T, Functions.Exp>(default, x.Span, y.Span);
            Samples.AssertClose<T>(Samples.ToDouble<T>(x.Span).Select(Math.Exp).ToArray(), y.Span, Samples.Tolerance<T>(1e-6));
            y.AssertIntact();
        }
    }

    private static void CheckBroadcast<T>(int[] aShape, int[] bShape, int[] cShape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = Samples.Uniform<T>(aShape.Aggregate(1, (p, n) => p * n)), b = Samples.Uniform<T>(bShape.Aggregate(1, (p, n) => p * n), seed: 2);
        var c = new Guarded<T>(cShape.Aggregate(1, (p, n) => p * n));
        Elementwise.ZipBroadcast<T, Functions.Subtract>(default, a, aShape, b, bShape, c.Span, cShape);
        for (var i = 0; i < c.Span.Length; i++)
        {
            Assert.Equal(a[At(aShape, cShape, i)] - b[At(bShape, cShape, i)], c.Span[i]);
        }

        c.AssertIntact();
    }

    private static int At(int[] shape, int[] result, int index)
    {
        int at = 0, stride = 1;
        for (var fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            (index, var along) = Math.DivRem(index, result[^fromEnd]);
            if (fromEnd <= shape.Length)
            {
                at += shape[^fromEnd] == 1 ? 0 : along * stride;
                stride *= shape[^fromEnd];
            }
        }

        return at;
    }
}
