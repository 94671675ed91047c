namespace Descent.Tests.Data;

public class DatasetTests
{
    private static readonly string[] Classes = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void Classification_LabelOutOfRange_NamesTheSample()
    {
        var labels = new int[50];
        labels[37] = 8;
        var error = Assert.Throws<DataException>(() => Dataset.Classification("toy", new Shape(2), new float[100], labels, Classes));
        Assert.Contains("sample 37: label 8, classes are 0..5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classification_NonFiniteInput_NamesRowAndColumn()
    {
        var inputs = new float[10];
        inputs[7] = float.NaN;
        var error = Assert.Throws<DataException>(
            () => Dataset.Classification("toy", new Shape(2), inputs, new int[5], Classes, ["height", "width"]));
        Assert.Contains("sample 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("'width'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Regression_NonFiniteTarget_IsRefused()
    {
        var error = Assert.Throws<DataException>(
            () => Dataset.Regression("toy", new Shape(1), [1, 2], [0, float.PositiveInfinity], ["price"]));
        Assert.Contains("'price'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(0, 0)]
    public void Classification_LengthsThatDoNotFit_AreRefused(int elements, int samples)
        => Assert.Throws<DataException>(() => Dataset.Classification("toy", new Shape(2), new float[elements], new int[samples], Classes));

    [Fact]
    public void Subset_OfSubset_ReadsTheRightRows()
    {
        var data = Dataset.Regression("toy", new Shape(1), [0, 1, 2, 3, 4], [0, 10, 20, 30, 40], ["y"]);
        var subset = data.Subset([4, 2, 0]).Subset([1, 0]);
        var inputs = new float[2];
        subset.CopyInputs([0, 1], inputs);
        Assert.Equal([2f, 4f], inputs);
        Assert.Equal([20f, 40f], subset.Values.ToArray());
        var error = Assert.Throws<DataException>(() => subset.CopyInputs([2], inputs));
        Assert.Contains("rows are 0..1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyInputs_ShortDestination_IsRefused()
    {
        var data = Dataset.Regression("toy", new Shape(1), [0, 1], [0, 1], ["y"]);
        Assert.Throws<DataException>(() => data.CopyInputs([0, 1], new float[1]));
        Assert.Throws<DataException>(() => data.CopyLabels([0], new int[1]));
    }

    [Fact]
    public void Images_StayBytes_AndSubsetsShareThem()
    {
        var pixels = new byte[2 * 3 * 4 * 4];
        pixels[^1] = 255;
        var data = Dataset.Images("toy", new Shape(3, 4, 4), pixels, [0, 1], ["x", "y"]);
        Assert.Equal(pixels.Length, data.StoredBytes);
        Assert.Equal(pixels.Length, data.Subset([1]).StoredBytes);
        Assert.Equal(1f, data.Input(1)[^1]);
        Assert.Equal(255f, data.WithScaling(InputScaling.None).Input(1)[^1]);
    }

    [Fact]
    public void Reshape_OtherCount_IsRefused()
    {
        var data = Datasets.Digits().Train;
        Assert.Equal(new Shape(1, 8, 8), data.Reshape(data.ImageShape!).InputShape);
        Assert.Throws<ShapeException>(() => data.Reshape(new Shape(63)));
    }
}
