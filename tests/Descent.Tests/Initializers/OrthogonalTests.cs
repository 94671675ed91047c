using Descent.Kernels;

namespace Descent.Tests.Initializers;

public class OrthogonalTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(17, 17)]
    [InlineData(33, 70)]
    [InlineData(70, 33)]
    public void Fill_OfAnyShape_HasOrthonormalRowsOrColumns(int rows, int columns)
    {
        var matrix = Tensor.From<double>(Fill(rows, columns, seed: 1), rows, columns);
        var gram = rows <= columns ? matrix.MatMul(matrix.Transpose(0, 1)) : matrix.Transpose(0, 1).MatMul(matrix);
        var side = Math.Min(rows, columns);
        Assert.All(gram.ToDoubles().Select((value, i) => value - (i % (side + 1) == 0 ? 1 : 0)), error => Assert.Equal(0, error, 1e-13));
    }

    // A row of a rotation that is drawn evenly from all has numbers of mean 0; a factor with signs left as they fall has not.
    [Fact]
    public void Fill_ManySeeds_DrawsEvenly()
    {
        var corners = Enumerable.Range(0, 4000).Select(seed => Fill(3, 3, (ulong)seed)).ToArray();
        for (var place = 0; place < 9; place++)
        {
            Assert.Equal(0, corners.Average(matrix => matrix[place]), 6 * Math.Sqrt(1.0 / 3 / corners.Length));
            Assert.Equal(1.0 / 3, corners.Average(matrix => matrix[place] * matrix[place]), 0.03);
        }
    }

    [Fact]
    public void Fill_WithOneAndSeveralWorkers_HasTheSameBits()
    {
        var before = Workers.Count;
        try
        {
            Workers.Count = 1;
            var alone = Fill(90, 70, seed: 2);
            Workers.Count = 4;
            Assert.Equal(alone, Fill(90, 70, seed: 2));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    // The bits of every machine: if this fails on one, models start differently there.
    [Fact]
    public void Fill_AGivenSeed_HasKnownBits()
        => Assert.Equal(
            5129778305172096030UL,
            Fill(24, 40, seed: 9).Aggregate(0UL, (hash, value) => (hash * 31) ^ BitConverter.DoubleToUInt64Bits(value)));

    private static double[] Fill(int rows, int columns, ulong seed)
    {
        var values = new double[rows * columns];
        new Orthogonal().Fill(values, new Shape(rows, columns), new Fans(columns, rows), new RandomKey(seed));
        return values;
    }
}
