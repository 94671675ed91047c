using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class ReductionTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 7, 13, 1 }, { 3, 257, 1 }, { 2, 40_000, 1 }, { 1, 600, 10 }, { 3, 5, 7 }, { 2, 300, 33 }, { 1, 3, 10_000 }, { 5, 1, 16 },
        { 1, 70_000, 2 }, { 300, 4, 3 }, { 4, 0, 3 }, { 0, 4, 3 }, { 4, 3, 0 }, { 900, 70, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sum_AnyShape_MeetsTheDoubleReference(int outer, int length, int inner)
    {
        CheckSums<float>(outer, length, inner);
        CheckSums<double>(outer, length, inner);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Maximum_AnyShape_FindsTheFirst(int outer, int length, int inner)
    {
        if (length == 0)
        {
            Assert.Throws<ArgumentException>(() => Reductions.Maximum<float>([], outer, length, inner, new float[outer * inner], []));
            return;
        }

        CheckMaximum<float>(outer, length, inner);
        CheckMaximum<double>(outer, length, inner);
    }

    [Fact]
    public void SumAll_EveryLength_ReadsNothingBeside()
    {
        for (var length = 0; length <= 257; length++)
        {
            var x = new Guarded<float>(Samples.Uniform<float>(length, 0, 1));
            Assert.Equal(Samples.ToDouble<float>(x.Span).Sum(), Reductions.SumAll<float>(x.Span), 1e-4);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.9, 1.1)]
    [InlineData(0.1, 0.1)]
    public void SumAll_OfTenMillionFloats_IsWithinOneInAMillion(double low, double high)
    {
        var x = Samples.Uniform<float>(10_000_000, low, high);
        var expected = 0.0;
        foreach (var value in x)
        {
            expected += value;
        }

        Assert.Equal(1, Reductions.SumAll<float>(x) / expected, 1e-6);
    }

    [Fact]
    public void Maximum_WithNaNAndInfinities_TakesTheFirstNaN()
    {
        float[] x = [1, float.NaN, 5, float.NaN, float.NegativeInfinity, float.NegativeInfinity, 3, 3];
        var values = new float[2];
        var indices = new int[2];
        Reductions.Maximum(x, 2, 4, 1, values, indices);
        Assert.Equal([float.NaN, 3], values);
        Assert.Equal([1, 2], indices);
        Reductions.Maximum(x, 1, 4, 2, values, indices);
        Assert.Equal([5, float.NaN], values);
        Assert.Equal([1, 0], indices);
        Reductions.Maximum(x.AsSpan(4, 2), 1, 2, 1, values.AsSpan(0, 1), indices.AsSpan(0, 1));
        Assert.Equal((float.NegativeInfinity, 0), (values[0], indices[0]));
    }

    private static void CheckSums<T>(int outer, int length, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Samples.Uniform<T>(outer * length * inner, -1, 2);
        Guarded<T> sums = new(outer * inner), squares = new(outer * inner);
        Reductions.Sum(x, outer, length, inner, sums.Span);
        Reductions.SumOfSquares(x, outer, length, inner, squares.Span);
        double[] expected = new double[outer * inner], expectedSquares = new double[outer * inner];
        for (var i = 0; i < x.Length; i++)
        {
            var at = (i / (length * inner) * inner) + (i % inner);
            expected[at] += double.CreateTruncating(x[i]);
            expectedSquares[at] += Math.Pow(double.CreateTruncating(x[i]), 2);
        }

        Samples.AssertClose<T>(expected, sums.Span, Samples.Tolerance<T>(2e-6), "sum");
        Samples.AssertClose<T>(expectedSquares, squares.Span, Samples.Tolerance<T>(2e-6), "squares");
        sums.AssertIntact();
        squares.AssertIntact();
    }

    private static void CheckMaximum<T>(int outer, int length, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Few different values, so that there are ties.
        var x = Samples.Labels(outer * length * inner, 50).Select(T.CreateTruncating).ToArray();
        var values = new Guarded<T>(outer * inner);
        var indices = new Guarded<int>(outer * inner);
        Reductions.Maximum(x, outer, length, inner, values.Span, indices.Span);
        for (var at = 0; at < outer * inner; at++)
        {
            var column = Enumerable.Range(0, length).Select(l => x[(at / inner * length * inner) + (l * inner) + (at % inner)]).ToArray();
            Assert.Equal(column.Max(), values.Span[at]);
            Assert.Equal(Array.IndexOf(column, column.Max()), indices.Span[at]);
        }

        values.AssertIntact();
        indices.AssertIntact();
    }
}
