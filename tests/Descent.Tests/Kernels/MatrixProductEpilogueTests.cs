using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

[Collection("Workers")]
public class MatrixProductEpilogueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Multiply_WithEpilogue_EqualsTheProductAndThenAPass(int threads)
    {
        var random = new Random(threads);
        var count = Workers.Count;
        try
        {
            Workers.Count = threads;
            for (var size = 1; size <= 70; size++)
            {
                CheckAllForms<float>(size, random.Next(1, 71), random.Next(71), random);
                CheckAllForms<double>(random.Next(1, 71), size, random.Next(71), random);
                CheckAllForms<float>(random.Next(1, 9), random.Next(1, 9), size, random);
            }
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Theory]
    [InlineData(1, 517, 300, 1)]
    [InlineData(1, 2100, 300, 2)]
    [InlineData(32, 10, 4099, 2)]
    [InlineData(40, 12, 1100, 3)]
    [InlineData(100, 30, 70, 2)]
    [InlineData(10, 2000, 33, 2)]
    [InlineData(300, 400, 129, 1)]
    [InlineData(300, 400, 129, 2)]
    [InlineData(600, 1100, 70, 2)]
    [InlineData(129, 1, 700, 2)]
    [InlineData(20, 40, 200_000, 2)]
    [InlineData(48, 40, 110_000, 8)]
    public void Multiply_LargeWithEpilogue_EqualsTheProductAndThenAPass(int m, int n, int k, int threads)
    {
        var count = Workers.Count;
        try
        {
            Workers.Count = threads;
            CheckAllForms<float>(m, n, k, new Random(m + n + k));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    private static void CheckAllForms<T>(int m, int n, int k, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (a, b, old) = (Values<T>(m * k, random), Values<T>(k * n, random), Values<T>(m * n, random));
        var (bias, factors) = (Values<T>(n, random), Values<T>(m * n, random));
        for (var form = 0; form < 8; form++)
        {
            var (transposeA, transposeB, accumulate) = ((form & 1) != 0, (form & 2) != 0, (form & 4) != 0);
            var expected = (T[])old.Clone();
            MatrixProduct.Multiply<T>(a, transposeA, b, transposeB, expected, m, n, k, accumulate);
            for (var index = 0; index < expected.Length; index++)
            {
                expected[index] = (expected[index] + bias[index % n]) * factors[index];
            }

            var actual = new Guarded<T>(old);
            var epilogue = new BiasAndFactors<T>(bias, factors);
            MatrixProduct.Multiply(a, transposeA, b, transposeB, actual.Span, m, n, k, accumulate, epilogue);
            actual.AssertIntact();
            Assert.True(
                MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes(actual.Span)),
                $"{typeof(T).Name} {m} x {n} x {k}, {transposeA}, {transposeB}, {accumulate}");
        }
    }

    private static T[] Values<T>(int count, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];

    private sealed unsafe class BiasAndFactors<T>(T[] bias, T[] factors) : Epilogue<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override void Apply(T* c, nint rowStride, int row, int rows, int column, int columns)
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var at = c + (i * rowStride) + j;
                    *at = (*at + bias[column + j]) * factors[((row + i) * bias.Length) + column + j];
                }
            }
        }
    }
}
