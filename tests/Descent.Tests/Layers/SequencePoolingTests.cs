using Descent.Tests.Checks;

namespace Descent.Tests.Layers;

public class SequencePoolingTests
{
    private static readonly Tensor Sequences = Tensor.From<float>([1, -2, 3, -4, 9, 9, 5, -6, -1, -8, 3, 0, 7, 7, 7, 7, 7, 7], 3, 3, 2);

    [Theory]
    [InlineData("mean", new double[] { 2, -3, 7.0 / 3, -14.0 / 3, 0, 0 })]
    [InlineData("max", new double[] { 3, -2, 5, 0, 0, 0 })]
    [InlineData("last", new double[] { 3, -4, 3, 0, 0, 0 })]
    public void Forward_UnequalLengths_LeavesPaddingOut(string mode, double[] expected)
    {
        var layer = ModelSpecification.Build($"sequence-pool {mode}", new Shape(3, 2));
        var y = layer.Forward(Sequences.WithLengths(Tensor.From<int>([2, 3, 0])));
        Assert.Equal(expected, y.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Null(y.StepMask);
    }

    [Theory]
    [InlineData("mean", new double[] { 13.0 / 3, 1, 7.0 / 3, -14.0 / 3, 7, 7 })]
    [InlineData("max", new double[] { 9, 9, 5, 0, 7, 7 })]
    [InlineData("last", new double[] { 9, 9, 3, 0, 7, 7 })]
    public void Forward_WithoutMask_TakesAllSteps(string mode, double[] expected)
        => Assert.Equal(expected, ModelSpecification.Build($"sequence-pool {mode}", new Shape(3, 2)).Forward(Sequences).ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);

    [Theory]
    [InlineData(SequencePoolingMode.Mean)]
    [InlineData(SequencePoolingMode.Max)]
    [InlineData(SequencePoolingMode.Last)]
    public void Layer_FirstAndSecondDerivativesWithPadding_AgreeWithDifferences(SequencePoolingMode mode)
    {
        var check = new LayerGradientCheck(new WithLengths(new SequencePooling(mode), 2, 3, 0), new Shape(3, 2), batch: 3, seed: 1);
        var (first, second) = (check.First(), check.Second());
        Assert.True(first.Error <= 1e-6, $"{first.Error:G3} at {first.Where}");
        Assert.True(second.Error <= 1e-6, $"{second.Error:G3} at {second.Where}");
    }

    [Fact]
    public void OutputShape_OfWhatIsNoSequence_IsRefused() => Assert.Throws<ShapeException>(() => new SequencePooling().OutputShape(new Shape(3)));
}
