namespace Descent.Tests.Losses;

/// <summary>What holds for every loss.</summary>
public class LossTests
{
    public static TheoryData<string> All => new(LossSample.All.Keys);

    [Theory]
    [MemberData(nameof(All))]
    public void Total_OfParts_AddsUpToTheWhole(string name)
    {
        var (loss, x, t) = (LossSample.All[name].Loss, LossSample.All[name].Prediction, LossSample.All[name].Target);
        var weights = LossSample.Uniform(9, x.Shape[0]);
        var whole = loss.Total(x, t, weights);
        var head = loss.Total(x.Slice(0, 0, 1), t.Slice(0, 0, 1), weights.Slice(0, 0, 1));
        var rest = x.Shape[0] - 1;
        var tail = loss.Total(x.Slice(0, 1, rest), t.Slice(0, 1, rest), weights.Slice(0, 1, rest));
        Assert.Equal(whole.Sum.Item(), head.Sum.Item() + tail.Sum.Item(), 1e-12);
        Assert.Equal(whole.Weight, head.Weight + tail.Weight, 1e-12);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Total_WeightsOfOne_ChangeNothing(string name)
    {
        var (loss, x, t) = (LossSample.All[name].Loss, LossSample.All[name].Prediction, LossSample.All[name].Target);
        var plain = loss.Total(x, t);
        var weighted = loss.Total(x, t, Tensor.Ones(new Shape(x.Shape[0]), ElementType.Float64));
        Assert.Equal(plain.Sum.Item(), weighted.Sum.Item(), 1e-12);
        Assert.Equal(plain.Weight, weighted.Weight, 1e-12);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Total_WeightOfZero_LeavesTheSampleOut(string name)
    {
        var (loss, x, t) = (LossSample.All[name].Loss, LossSample.All[name].Prediction, LossSample.All[name].Target);
        var rest = x.Shape[0] - 1;
        var weights = Enumerable.Repeat(1.0, rest).Prepend(0).ToArray();
        var without = loss.Total(x.Slice(0, 1, rest), t.Slice(0, 1, rest));
        var weighted = loss.Total(x, t, Tensor.From(weights));
        Assert.Equal(without.Sum.Item(), weighted.Sum.Item(), 1e-12);
        Assert.Equal(without.Weight, weighted.Weight, 1e-12);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Compute_TargetThatWouldBroadcast_IsRefusedWithBothShapes(string name)
    {
        var (loss, x, t) = (LossSample.All[name].Loss, LossSample.All[name].Prediction, LossSample.All[name].Target);
        var error = Assert.Throws<ShapeException>(() => loss.Compute(x, t.Slice(0, 0, 1)));
        Assert.Contains(x.Shape.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(t.Slice(0, 0, 1).Shape.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(loss.Name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Compute_Float32_AgreesWithFloat64(string name)
    {
        var (loss, x, t) = (LossSample.All[name].Loss, LossSample.All[name].Prediction, LossSample.All[name].Target);
        var single = loss.Compute(x.To(ElementType.Float32), t.Type == ElementType.Int32 ? t : t.To(ElementType.Float32));
        Assert.Equal(ElementType.Float32, single.Type);
        Assert.Equal(loss.Compute(x, t).Item(), single.Item(), 1e-5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Compute_BadSampleWeight_NamesTheSample(double weight)
    {
        var x = Tensor.From([1.0, 2, 3]);
        var error = Assert.Throws<DataException>(() => new MeanSquaredError().Compute(x, x, Tensor.From([1, weight, 1])));
        Assert.Contains("Sample 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_SampleWeightsOfAnotherCount_AreRefused()
    {
        var x = Tensor.From([1.0, 2, 3]);
        Assert.Throws<ShapeException>(() => new MeanSquaredError().Compute(x, x, Tensor.From([1.0, 1])));
    }
}
