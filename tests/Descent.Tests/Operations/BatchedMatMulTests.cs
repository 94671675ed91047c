using Descent.Kernels;
using Descent.Tests.Kernels;

namespace Descent.Tests.Operations;

[Collection("Workers")]
public class BatchedMatMulTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void MatMul_EqualLeadingAxes_IsTheProductOfEachPair(bool transpose, bool transposeOther)
    {
        const int m = 5, n = 19, k = 7;
        var a = Of(6, transpose ? [k, m] : [m, k], 1).Reshape([2, 3, .. transpose ? new[] { k, m } : [m, k]]);
        var b = Of(6, transposeOther ? [n, k] : [k, n], 2).Reshape([2, 3, .. transposeOther ? new[] { n, k } : [k, n]]);
        var c = a.MatMul(b, transpose, transposeOther);
        Assert.Equal("[2, 3, 5, 19]", c.Shape.ToString());
        for (var i = 0; i < 6; i++)
        {
            var one = Matrix(a, i).MatMul(Matrix(b, i), transpose, transposeOther);
            Assert.Equal(one.ToDoubles(), Matrix(c, i).ToDoubles());
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gradient_OfEqualLeadingAxes_IsThatOfEachPair(bool transpose, bool transposeOther)
    {
        var a = Of(3, transpose ? [4, 2] : [2, 4], 3).Tracked();
        var b = Of(3, transposeOther ? [5, 4] : [4, 5], 4).Tracked();
        var g = Of(3, [2, 5], 5);
        var got = Gradients.Of(a.MatMul(b, transpose, transposeOther), g, [a, b]);
        for (var i = 0; i < 3; i++)
        {
            Tensor left = Matrix(a, i).Detached().Tracked(), right = Matrix(b, i).Detached().Tracked();
            var want = Gradients.Of(left.MatMul(right, transpose, transposeOther), Matrix(g, i), [left, right]);
            Assert.Equal(want[0].ToDoubles(), Matrix(got[0], i).ToDoubles());
            Assert.Equal(want[1].ToDoubles(), Matrix(got[1], i).ToDoubles());
        }
    }

    [Fact]
    public void MatMul_LeadingAxesThatDiffer_AreRefused()
    {
        var error = Assert.Throws<ShapeException>(() => Of(3, [2, 4], 1).MatMul(Of(2, [4, 5], 1)));
        Assert.Contains("[3, 2, 4] and [2, 4, 5]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_AnyNumberOfThreads_GivesTheSameBitsAndAllocatesNothing()
    {
        float[] a = Samples.Uniform<float>(40 * 64 * 32), b = Samples.Uniform<float>(40 * 64 * 32, seed: 2);
        var count = Workers.Count;
        try
        {
            var results = new List<float[]>();
            foreach (var threads in (int[])[1, 2, 5, 64])
            {
                Workers.Count = threads;
                var c = new float[40 * 64 * 64];
                void Multiply() => BatchedMatrixProduct.Multiply<float>(a, false, b, true, c, 40, 64, 64, 32);
                Assert.Equal(0, Allocations.OnceWarm(Multiply));
                results.Add(c);
            }

            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Workers.Count = count;
        }
    }

    private static Tensor Of(int batch, int[] matrix, int seed)
        => Tensor.From(Samples.Uniform<double>(batch * matrix[0] * matrix[1], seed: seed), batch, matrix[0], matrix[1]);

    private static Tensor Matrix(Tensor batch, int i)
        => batch.Reshape(-1, batch.Shape[-2], batch.Shape[-1]).Slice(0, i, 1).Reshape(batch.Shape[-2], batch.Shape[-1]);
}
