namespace Descent.Tests.Losses;

/// <summary>Losses of yes-or-no questions: what they agree with, and what happens at edges.</summary>
public class BinaryLossTests
{
    [Fact]
    public void BinaryFocal_GammaZero_IsBinaryCrossEntropy()
    {
        var (x, t) = (LossSample.Normal(1, 4, 3), LossSample.Uniform(2, 4, 3));
        Assert.Equal(new BinaryCrossEntropy().Compute(x, t).Item(), new BinaryFocal(0).Compute(x, t).Item(), 1e-14);
    }

    [Fact]
    public void BinaryFocal_EasyExample_CountsLess()
    {
        double Share(double logit)
        {
            var (x, t) = (Tensor.From([logit]), Tensor.From([1.0]));
            return new BinaryFocal(2).Compute(x, t).Item() / new BinaryCrossEntropy().Compute(x, t).Item();
        }

        // (1 - p)^2 at p = sigmoid(x).
        Assert.Equal(0.25, Share(0), 1e-14);
        Assert.Equal(Math.Pow(1 / (1 + Math.Exp(4)), 2), Share(4), 1e-14);
    }

    [Fact]
    public void Tversky_OfHalves_IsDiceWithTwiceTheSmooth()
    {
        var (x, t) = (LossSample.Uniform(1, 4, 3), LossSample.Uniform(2, 4, 3));
        Assert.Equal(new Dice(2).Compute(x, t).Item(), new Tversky(smooth: 1).Compute(x, t).Item(), 1e-14);
    }

    [Fact]
    public void Tversky_OfOnes_IsOneMinusIntersectionOverUnion()
    {
        var (x, t) = (Tensor.From(new[,] { { 1.0, 1, 1, 0, 0 } }), Tensor.From(new[,] { { 0.0, 1, 1, 1, 0 } }));
        Assert.Equal(1 - (2 / 4.0), new Tversky(1, 1, smooth: 0).Compute(x, t).Item(), 1e-14);
    }

    [Fact]
    public void Dice_Scopes_AreMeasuredApart()
    {
        var (x, t) = (LossSample.Uniform(1, 2, 3, 4), LossSample.Uniform(2, 2, 3, 4));
        Loss Over(OverlapScope scope) => new Dice(over: scope) { Reduction = Reduction.None };
        Assert.Equal(Shape.Scalar, Over(OverlapScope.Batch).Compute(x, t).Shape);
        Assert.Equal(new Shape(2), Over(OverlapScope.Sample).Compute(x, t).Shape);
        var classes = Over(OverlapScope.Class).Compute(x, t);
        Assert.Equal(new Shape(2, 3), classes.Shape);
        var one = Over(OverlapScope.Batch).Compute(x.Slice(0, 1, 1).Slice(1, 2, 1), t.Slice(0, 1, 1).Slice(1, 2, 1));
        Assert.Equal(one.Item(), classes.At(1, 2), 1e-14);
    }

    [Fact]
    public void Dice_NothingThereAndNothingPredictedWithoutSmooth_IsZero()
    {
        var x = Tensor.Zeros(new Shape(1, 3), ElementType.Float64).Tracked();
        var loss = new Dice(smooth: 0).Compute(x, Tensor.Zeros(new Shape(1, 3), ElementType.Float64));
        Assert.Equal(0, loss.Item());
        Assert.All(Gradients.Of(loss, [x])[0].ToDoubles(), slope => Assert.True(double.IsFinite(slope)));
    }

    [Fact]
    public void Dice_Logits_AreRefusedWithTheRemedy()
    {
        var (x, t) = (Tensor.From(new[,] { { 2.0, 0 } }), Tensor.From(new[,] { { 1.0, 0 } }));
        var error = Assert.Throws<DataException>(() => new Dice().Compute(x, t));
        Assert.Contains("set logits", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.25, 1, 0.25, 1)]
    [InlineData(0.25, -1, 0.75, -1)]
    [InlineData(1, -1, 0, -1)]
    [InlineData(1.5, -1, 0, 0)]
    public void HingeEmbedding_OneDistance_HasValueAndGradient(double x, double t, double value, double gradient)
    {
        var distance = Tensor.From([x]).Tracked();
        var loss = new HingeEmbedding().Compute(distance, Tensor.From([t]));
        Assert.Equal((value, gradient), (loss.Item(), Gradients.Of(loss, [distance])[0].Item()));
    }

    [Fact]
    public void ZeroOne_CountsErrorsAndHasNoGradient()
    {
        var x = Tensor.From(new[,] { { 1.0, 2, 0 }, { 3, 3, 1 }, { 3, 3, 1 } }).Tracked();
        var loss = new ZeroOne { Reduction = Reduction.None }.Compute(x, Tensor.From([1, 0, 1]));
        Assert.Equal([0, 0, 1], loss.ToDoubles());
        Assert.All(Gradients.Of(loss.Sum(), [x])[0].ToDoubles(), slope => Assert.Equal(0, slope));
        var shares = Tensor.From(new[,] { { 0.0, 1, 0 }, { 1, 0, 0 }, { 0.2, 0.8, 0 } });
        Assert.Equal([0, 0, 1], new ZeroOne { Reduction = Reduction.None }.Compute(x, shares).ToDoubles());
    }

    [Fact]
    public void BinaryZeroOne_IsBoundedByHinge()
    {
        var (x, t) = (LossSample.Normal(1, 50), LossSample.Signs(2, 50));
        var errors = new BinaryZeroOne { Reduction = Reduction.None }.Compute(x, t).ToDoubles();
        var bounds = new Hinge { Reduction = Reduction.None }.Compute(x, t).ToDoubles();
        Assert.Equal([0, 1], errors.Distinct().Order());
        Assert.All(errors.Zip(bounds), pair => Assert.True(pair.First <= pair.Second));
    }
}
