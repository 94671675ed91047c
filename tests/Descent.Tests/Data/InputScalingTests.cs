namespace Descent.Tests.Data;

public class InputScalingTests
{
    [Fact]
    public void CopyInputs_PerChannel_ScalesEachPlane()
    {
        var pixels = Enumerable.Range(0, 2 * 3 * 5 * 7).Select(i => (byte)(i % 256)).ToArray();
        var data = Dataset.Images("toy", new Shape(3, 5, 7), pixels, [0, 1], ["a", "b"])
            .WithScaling(InputScaling.Standardize([10, 20, 30], [2, 4, 8]));
        var input = data.Input(1);
        for (var i = 0; i < input.Length; i++)
        {
            var channel = i / 35;
            Assert.Equal((pixels[105 + i] - (10.0 * (channel + 1))) / (2 << channel), input[i], 1e-4);
        }
    }

    [Fact]
    public void WithScaling_OtherChannelCount_IsRefused()
        => Assert.Throws<DataException>(() => Datasets.Iris().Train.WithScaling(InputScaling.Standardize([1, 2], [1, 1])));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    public void Standardize_BadDeviation_IsRefused(double deviation)
        => Assert.Throws<DataException>(() => InputScaling.Standardize([0], [deviation]));

    [Fact]
    public void FitStandardize_LargeMeanAndConstantFeature_IsExact()
    {
        var inputs = Enumerable.Range(0, 100).SelectMany(i => new[] { 1e6f + i, 3f }).ToArray();
        var data = Dataset.Regression("toy", new Shape(2), inputs, new float[100], ["y"]);
        var scaling = InputScaling.FitStandardize(data);
        Assert.Equal(1 / Math.Sqrt(9999 / 12.0), scaling.Scale[0], 1e-6);
        Assert.Equal((1f, -3f), (scaling.Scale[1], scaling.Shift[1]));
    }
}
