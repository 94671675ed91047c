using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

[Collection("Workers")]
public sealed class OrthogonalizationTests : IDisposable
{
    private readonly int workers = Workers.Count;

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 5, 5 }, { 3, 17 }, { 40, 7 }, { 64, 200 } };

    public void Dispose() => Workers.Count = workers;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Apply_AnyShape_FollowsTheIteration(int rows, int columns)
    {
        Check<double>(rows, columns, 1e-9);
        Check<float>(rows, columns, 2e-3);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Apply_AnyShape_MakesTheShorterSideNearlyOrthonormal(int rows, int columns)
    {
        var x = Samples.Uniform<double>(rows * columns);
        Orthogonalization.Apply<double>(x, rows, columns);
        var side = Math.Min(rows, columns);
        var (mean, product) = (0.0, Product(x, rows, columns));
        for (var i = 0; i < side; i++)
        {
            Assert.InRange(product[i, i], 0.2, 1.6);
            mean += product[i, i] / side;
        }

        // The mean of the squares of the singular values.
        Assert.InRange(mean, 0.45, 1.45);
    }

    [Fact]
    public void Apply_Zeros_StayZeros()
    {
        var x = new float[12];
        Orthogonalization.Apply<float>(x, 3, 4);
        Assert.All(x, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Apply_AnyNumberOfWorkers_GivesTheSameBits()
    {
        float[] With(int count)
        {
            Workers.Count = count;
            var x = Samples.Uniform<float>(300 * 220);
            Orthogonalization.Apply<float>(x, 300, 220);
            return x;
        }

        Assert.Equal(With(1), With(2));
    }

    private static void Check<T>(int rows, int columns, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var guarded = new Guarded<T>(Samples.Uniform<T>(rows * columns));
        var expected = Iterate(Samples.ToDouble<T>(guarded.Span), rows, columns);
        Orthogonalization.Apply(guarded.Span, rows, columns);
        Samples.AssertClose<T>(expected, guarded.Span, tolerance, $"{rows} x {columns}");
        guarded.AssertIntact();
    }

    /// <summary>The iteration as the papers print it, on the transposed matrix where there are more rows than columns.</summary>
    private static double[] Iterate(double[] matrix, int rows, int columns)
    {
        var norm = Math.Sqrt(matrix.Sum(value => value * value)) + 1e-7;
        var x = Array.ConvertAll(matrix, value => value / norm);
        for (var round = 0; round < 5; round++)
        {
            var a = Product(x, rows, columns);
            var (side, next) = (a.GetLength(0), new double[x.Length]);
            for (var i = 0; i < x.Length; i++)
            {
                var (row, column) = Math.DivRem(i, columns);
                next[i] = 3.4445 * x[i];
                for (var k = 0; k < side; k++)
                {
                    var b = -4.7750 * (rows <= columns ? a[row, k] : a[k, column]);
                    for (var j = 0; j < side; j++)
                    {
                        b += 2.0315 * (rows <= columns ? a[row, j] * a[j, k] : a[k, j] * a[j, column]);
                    }

                    next[i] += rows <= columns ? b * x[(k * columns) + column] : x[(row * columns) + k] * b;
                }
            }

            x = next;
        }

        return x;
    }

    /// <summary>X X' or X' X, the smaller of them.</summary>
    private static double[,] Product(double[] x, int rows, int columns)
    {
        var side = Math.Min(rows, columns);
        var product = new double[side, side];
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                for (var k = 0; k < Math.Max(rows, columns); k++)
                {
                    product[i, j] += rows <= columns ? x[(i * columns) + k] * x[(j * columns) + k] : x[(k * columns) + i] * x[(k * columns) + j];
                }
            }
        }

        return product;
    }
}
