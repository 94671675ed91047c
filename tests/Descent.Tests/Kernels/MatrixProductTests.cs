using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

[Collection("Workers")]
public class MatrixProductTests
{
    public static TheoryData<int, int, int> LargerShapes => new()
    {
        { 1, 1, 3000 },
        { 1, 517, 300 },
        { 517, 1, 300 },
        { 1, 1, 20_000 },
        { 1, 10, 16_384 },
        { 1, 17, 12_289 },
        { 1, 40, 4097 },
        { 3, 33, 9000 },
        { 17, 10, 8192 },
        { 100, 50, 8193 },
        { 32, 10, 4099 },
        { 10, 32, 4099 },
        { 20, 10, 2100 },
        { 8, 10, 4099 },
        { 4, 9, 2048 },
        { 13, 100, 1040 },
        { 36, 45, 1100 },
        { 37, 45, 1100 },
        { 32, 128, 784 },
        { 130, 131, 257 },
        { 65, 300, 193 },
        { 300, 65, 400 },
        { 600, 70, 70 },
        { 47, 48, 385 },
        { 48, 47, 192 },
        { 1100, 19, 20 },
        { 9, 700, 210 },
        { 300, 200, 1030 },
        { 1030, 50, 1029 },
        { 800, 1100, 33 },
    };

    [Fact]
    public void Multiply_EverySmallShape_EqualsTheNaiveLoopBitForBit()
    {
        var random = new Random(1);
        foreach (var (m, n, k) in SmallShapes(random))
        {
            CheckAllForms<float>(m, n, k, random);
            CheckAllForms<double>(m, n, k, random);
        }
    }

    [Theory]
    [MemberData(nameof(LargerShapes))]
    public void Multiply_LargerShapes_EqualTheNaiveLoopBitForBit(int m, int n, int k)
    {
        var random = new Random(m + n + k);
        CheckAllForms<float>(m, n, k, random);
        CheckAllForms<double>(m, n, k, random);
    }

    [Fact]
    public void Multiply_FewRowsOrColumns_EqualsTheNaiveLoopBitForBit()
    {
        var random = new Random(2);
        foreach (var few in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 24, 25, 36, 37 })
        {
            foreach (var many in new[] { 7, 15, 16, 17, 31, 32, 33, 64, 127, 130, 300 })
            {
                foreach (var depth in new[] { 1, 7, 8, 15, 16, 17, 33, 70, 128, 393 })
                {
                    CheckAllForms<float>(few, many, depth, random);
                    CheckAllForms<float>(many, few, depth, random);
                }

                CheckAllForms<double>(few, many, 37, random);
                CheckAllForms<double>(many, few, 37, random);
            }
        }
    }

    [Fact]
    public void Multiply_TransposedFactorTooLargeForOneCopy_EqualsTheNaiveLoopBitForBit()
    {
        // As many threads as make it worth while to pack the factor for all of them.
        const int m = 48, n = 40, k = 110_000;
        var random = new Random(5);
        var a = Values<float>(m * k, random);
        var b = Values<float>(k * n, random);
        var (aTransposed, bTransposed) = (Transpose(a, m, k), Transpose(b, k, n));
        var count = Workers.Count;
        try
        {
            Workers.Count = 8;
            var c = new float[m * n];
            MatrixProduct.Multiply<float>(a, false, bTransposed, true, c, m, n, k);
            AssertSameBits<float>(Naive(a, b, new float[m * n], m, n, k), c, "m > n");
            c = new float[n * m];
            MatrixProduct.Multiply<float>(bTransposed, false, a, true, c, n, m, k);
            AssertSameBits<float>(Naive(bTransposed, aTransposed, new float[n * m], n, m, k), c, "m < n");
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void Multiply_AnyNumberOfThreads_GivesTheSameBits()
    {
        var random = new Random(3);
        var a = Values<float>(200 * 150, random);
        var b = Values<float>(150 * 330, random);
        var count = Workers.Count;
        try
        {
            var results = new List<float[]>();
            foreach (var threads in new[] { 1, 2, 3, 8 })
            {
                Workers.Count = threads;
                var c = new float[200 * 330];
                MatrixProduct.Multiply<float>(a, false, b, false, c, 200, 330, 150);
                results.Add(c);
            }

            Assert.All(results, result => AssertSameBits<float>(results[0], result, "threads"));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void Multiply_NonFiniteValues_StayInTheirRowsAndColumns()
    {
        const int m = 19, n = 21, k = 5;
        var a = new float[m * k];
        var b = new float[k * n];
        a.AsSpan().Fill(1);
        b.AsSpan().Fill(1);
        a[(18 * k) + 4] = float.NaN;
        b[(4 * n) + 20] = float.PositiveInfinity;
        var c = new float[m * n];
        MatrixProduct.Multiply<float>(a, false, b, false, c, m, n, k);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Assert.Equal(i == 18 ? float.NaN : j == 20 ? float.PositiveInfinity : k, c[(i * n) + j]);
            }
        }
    }

    [Theory]
    [InlineData(64, 64, 64)]
    [InlineData(33, 100, 200)]
    [InlineData(200, 200, 200)]
    public void Multiply_OnceWarm_AllocatesNothing(int m, int n, int k)
    {
        var a = new float[m * k];
        var b = new float[k * n];
        var c = new float[m * n];
        Assert.Equal(0, Allocations.OnceWarm(() => MatrixProduct.Multiply<float>(a, true, b, true, c, m, n, k)));
    }

    [Theory]
    [InlineData(5, 6, 6, "A")]
    [InlineData(6, 5, 6, "B")]
    [InlineData(6, 6, 3, "C")]
    public void Multiply_ShortSpan_NamesTheMatrix(int a, int b, int c, string name)
    {
        var error = Assert.Throws<ShapeException>(
            () => MatrixProduct.Multiply<float>(new float[a], false, new float[b], false, new float[c], 2, 2, 3));
        Assert.Contains($"{name} has", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_NegativeLength_IsRefused()
        => Assert.Throws<ShapeException>(() => MatrixProduct.Multiply<float>([], false, [], false, [], -1, 0, 0));

    private static IEnumerable<(int M, int N, int K)> SmallShapes(Random random)
    {
        for (var m = 0; m <= 3; m++)
        {
            for (var n = 0; n <= 3; n++)
            {
                for (var k = 0; k <= 3; k++)
                {
                    yield return (m, n, k);
                }
            }
        }

        for (var size = 4; size <= 70; size++)
        {
            yield return (size, size, size);
            yield return (size, random.Next(71), random.Next(71));
            yield return (random.Next(71), size, random.Next(71));
            yield return (random.Next(71), random.Next(71), size);
        }
    }

    private static void CheckAllForms<T>(int m, int n, int k, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = Values<T>(m * k, random);
        var b = Values<T>(k * n, random);
        var old = Values<T>(m * n, random);
        var aTransposed = Transpose(a, m, k);
        var bTransposed = Transpose(b, k, n);
        var fresh = Naive(a, b, new T[m * n], m, n, k);
        var added = Naive(a, b, old, m, n, k);
        for (var form = 0; form < 8; form++)
        {
            var (transposeA, transposeB, accumulate) = ((form & 1) != 0, (form & 2) != 0, (form & 4) != 0);
            var c = (T[])old.Clone();
            MatrixProduct.Multiply<T>(
                transposeA ? aTransposed : a, transposeA, transposeB ? bTransposed : b, transposeB, c, m, n, k, accumulate);
            AssertSameBits<T>(accumulate ? added : fresh, c, $"{typeof(T).Name} {m} x {n} x {k}, {transposeA}, {transposeB}, {accumulate}");
        }
    }

    /// <summary>The triple loop; a depth of more than 4096 in as few nearly equal parts of that as it takes, added in order.</summary>
    private static T[] Naive<T>(T[] a, T[] b, T[] start, int m, int n, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = (T[])start.Clone();
        var chains = (k + 4095) / 4096;
        for (var chain = 0; chain < chains; chain++)
        {
            var sums = chain == 0 ? c : new T[c.Length];
            for (var i = 0; i < m; i++)
            {
                for (var p = (int)((long)k * chain / chains); p < (int)((long)k * (chain + 1) / chains); p++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        sums[(i * n) + j] = T.FusedMultiplyAdd(a[(i * k) + p], b[(p * n) + j], sums[(i * n) + j]);
                    }
                }
            }

            for (var index = 0; chain > 0 && index < c.Length; index++)
            {
                c[index] += sums[index];
            }
        }

        return c;
    }

    private static T[] Transpose<T>(T[] matrix, int rows, int columns)
    {
        var transposed = new T[matrix.Length];
        for (var index = 0; index < matrix.Length; index++)
        {
            transposed[(index % columns * rows) + (index / columns)] = matrix[index];
        }

        return transposed;
    }

    private static T[] Values<T>(int count, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * (1 << random.Next(8))))];

    private static void AssertSameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged
    {
        if (!MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)))
        {
            var at = 0;
            while (expected[at].Equals(actual[at]))
            {
                at++;
            }

            Assert.Fail($"{what}: element {at} is {actual[at]}, not {expected[at]}");
        }
    }
}
