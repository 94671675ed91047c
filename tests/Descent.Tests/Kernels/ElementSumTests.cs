using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

[Collection("Workers")]
public sealed class ElementSumTests : IDisposable
{
    private readonly int workers = Workers.Count;

    public void Dispose() => Workers.Count = workers;

    [Fact]
    public void Of_EveryLength_IsTheScalarProduct()
    {
        foreach (var length in Enumerable.Range(0, 258).Append(1024).Append(1025).Append(16_385).Append(70_001))
        {
            Check<float>(length, 1e-5);
            Check<double>(length, 1e-13);
        }
    }

    [Fact]
    public void Of_AnyNumberOfWorkers_GivesTheSameBits()
    {
        double With(int count)
        {
            Workers.Count = count;
            return ElementSum.Of<float, ProductTerm>(default, Samples.Uniform<float>(100_003), Samples.Uniform<float>(100_003, seed: 2));
        }

        Assert.Equal(With(1), With(2));
    }

    [Fact]
    public void Of_VectorsOfDifferentLengths_Throws()
        => Assert.Throws<ArgumentException>(() => ElementSum.Of<float, ProductTerm>(default, new float[3], new float[4]));

    private static void Check<T>(int length, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guarded<T> a = new(Samples.Uniform<T>(length)), b = new(Samples.Uniform<T>(length, seed: 2));
        var (x, y) = (Samples.ToDouble<T>(a.Span), Samples.ToDouble<T>(b.Span));
        var expected = x.Zip(y, (one, other) => one * other).Sum();
        var size = Math.Max(1, x.Zip(y, (one, other) => Math.Abs(one * other)).Sum());
        Assert.Equal(expected, ElementSum.Of<T, ProductTerm>(default, a.Span, b.Span), tolerance * size);
    }
}
