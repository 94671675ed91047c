using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class CopyingTests
{
    [Theory]
    [InlineData("5,7", "1,0")]
    [InlineData("130,200", "1,0")]
    [InlineData("2,3,4,5", "0,2,3,1")]
    [InlineData("2,3,4,5", "3,1,0,2")]
    [InlineData("6,70,3,80", "0,2,1,3")]
    [InlineData("3,1,4", "1,0,2")]
    [InlineData("40000", "0")]
    [InlineData("1,1", "1,0")]
    [InlineData("0,3", "1,0")]
    [InlineData("100,3,90", "2,1,0")]
    public void Permute_AnyAxes_MovesEveryElement(string shapeText, string permutationText)
    {
        int[] shape = Parse(shapeText), permutation = Parse(permutationText);
        var source = Enumerable.Range(0, shape.Aggregate(1, (p, n) => p * n)).ToArray();
        var target = new Guarded<int>(source.Length);
        Copying.Permute(source, shape, permutation, target.Span);
        var targetShape = permutation.Select(axis => shape[axis]).ToArray();
        var place = new int[shape.Length];
        for (var i = 0; i < source.Length; i++)
        {
            var rest = i;
            for (var k = shape.Length - 1; k >= 0; k--)
            {
                (rest, place[permutation[k]]) = Math.DivRem(rest, targetShape[k]);
            }

            var at = 0;
            for (var axis = 0; axis < shape.Length; axis++)
            {
                at = (at * shape[axis]) + place[axis];
            }

            Assert.Equal(source[at], target.Span[i]);
        }

        target.AssertIntact();
    }

    [Fact]
    public void Permute_AxisNamedTwice_Throws()
        => Assert.Throws<ArgumentException>(() => Copying.Permute(new float[4], [2, 2], [0, 0], new float[4]));

    [Fact]
    public void Transpose2D_TurnsRowsIntoColumns()
    {
        var target = new float[6];
        Copying.Transpose2D([1f, 2, 3, 4, 5, 6], 2, 3, target);
        Assert.Equal([1, 4, 2, 5, 3, 6], target);
    }

    [Fact]
    public void Rows_ConcatenateAndSliceColumns()
    {
        var both = new int[10];
        Copying.Rows([1, 2, 3, 4], 2, both, 5, 2, 2);
        Copying.Rows([5, 6, 7, 8, 9, 10], 3, both.AsSpan(2), 5, 2, 3);
        Assert.Equal([1, 2, 5, 6, 7, 3, 4, 8, 9, 10], both);
        var slice = new int[4];
        Copying.Rows(both.AsSpan(1), 5, slice, 2, 2, 2);
        Assert.Equal([2, 5, 4, 8], slice);
    }

    [Fact]
    public void Fill_SetsEveryElement()
    {
        var target = new Guarded<float>(37);
        Copying.Fill(target.Span, 3);
        Assert.All(target.Span.ToArray(), value => Assert.Equal(3, value));
        target.AssertIntact();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(600)]
    public void ScatterAdd_RepeatedIndices_AddUpAndUndoGather(int width)
    {
        var table = Samples.Uniform<float>(5 * width);
        int[] indices = [3, 0, 3, 4, 3];
        var rows = new Guarded<float>(indices.Length * width);
        Copying.Gather(table, indices, width, rows.Span);
        var sums = new Guarded<float>(new float[5 * width]);
        Copying.ScatterAdd(rows.Span, indices, width, sums.Span);
        for (var i = 0; i < table.Length; i++)
        {
            var times = indices.Count(index => index == i / width);
            Assert.Equal(times == 3 ? table[i] + table[i] + table[i] : times * table[i], sums.Span[i]);
        }

        rows.AssertIntact();
        sums.AssertIntact();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void GatherAndScatterAdd_IndexOutsideTheTable_SayWhere(int index)
    {
        var error = Assert.Throws<DataException>(() => Copying.Gather(new float[10], [0, index], 2, new float[4]));
        Assert.Contains($"Index 1 is {index}", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Copying.ScatterAdd(new float[4], [0, index], 2, new float[10]));
    }

    private static int[] Parse(string list) => [.. list.Split(',').Select(int.Parse)];
}
