namespace Descent.Tests.Losses;

/// <summary>Losses of values: numbers that can be checked by hand, kinks, and what is refused.</summary>
public class ValueLossTests
{
    [Theory]
    [InlineData(1, 3, 0.9, 1.8, -0.9)]
    [InlineData(3, 1, 0.9, 0.2, 0.1)]
    [InlineData(2, 2, 0.9, 0, 0)]
    [InlineData(1, 3, 0.5, 1, -0.5)]
    public void Quantile_OneNumber_HasValueAndGradient(double x, double t, double level, double value, double gradient)
        => AssertLoss(new Quantile(level), [x], [t], value, [gradient]);

    [Fact]
    public void Quantile_OfConstants_IsLeastAtTheQuantile()
    {
        var targets = Tensor.From<double>([.. Enumerable.Range(0, 100).Select(i => (double)i)], new Shape(100));
        double At(double x) => new Quantile(0.75).Compute(Tensor.Full(new Shape(100), x, ElementType.Float64), targets).Item();
        Assert.Equal(74.5, Enumerable.Range(0, 1000).Select(i => i / 10.0).MinBy(At), 0.51);
    }

    [Theory]
    [InlineData(110, 100, 10, 1)]
    [InlineData(-30, -40, 25, 2.5)]
    [InlineData(5, 5, 0, 0)]
    [InlineData(2, 0, 4000, 2000)]
    public void MeanAbsolutePercentageError_OneNumber_IsInPercentOfTheTarget(double x, double t, double value, double gradient)
        => AssertLoss(new MeanAbsolutePercentageError(0.05), [x], [t], value, [gradient]);

    [Fact]
    public void MeanSquaredLogarithmicError_ScikitLearnsExample_HasItsValue()
    {
        var (x, t) = (Tensor.From([2.5, 5, 4, 8]), Tensor.From([3, 5, 2.5, 7]));
        Assert.Equal(0.03973012298459379, new MeanSquaredLogarithmicError().Compute(x, t).Item(), 1e-14);
    }

    [Fact]
    public void MeanSquaredLogarithmicError_PredictionsOutsideTheDomain_StillHaveAGradient()
        => AssertLoss(new MeanSquaredLogarithmicError(), [-1, -7], [0, 0], 25, [-1, -7]);

    [Fact]
    public void MeanSquaredLogarithmicError_NegativeTarget_IsRefused()
        => AssertRefused(new MeanSquaredLogarithmicError(), Tensor.From([1.0, 1]), Tensor.From([1, -0.5]), "sample 1", "'mse'");

    [Fact]
    public void PoissonNegativeLogLikelihood_Minimum_IsAtTheCount()
    {
        AssertLoss(new PoissonNegativeLogLikelihood(), [Math.Log(4)], [4], 4 - (4 * Math.Log(4)), [0]);
        AssertLoss(new PoissonNegativeLogLikelihood(rate: true), [4], [4], 4 - (4 * Math.Log(4)), [0]);
        var counts = new PoissonNegativeLogLikelihood().ToValues(Tensor.From([Math.Log(4)]));
        Assert.Equal(4, counts.Item(), 1e-14);
    }

    [Fact]
    public void PoissonNegativeLogLikelihood_NegativeCountOrRate_IsRefused()
    {
        AssertRefused(new PoissonNegativeLogLikelihood(), Tensor.From([1.0, 1]), Tensor.From([1.0, -1]), "sample 1", "counts");
        AssertRefused(new PoissonNegativeLogLikelihood(rate: true), Tensor.From([-1.0, 1]), Tensor.From([1.0, 1]), "sample 0", "softplus");
    }

    [Fact]
    public void GaussianNegativeLogLikelihood_Minimum_IsAtTheSquaredError()
    {
        var x = Tensor.From(new[,] { { 3.0, 4 } }).Tracked();
        var loss = new GaussianNegativeLogLikelihood().Compute(x, Tensor.From([1.0]));
        Assert.Equal((Math.Log(4) + 1) / 2, loss.Item(), 1e-14);
        Assert.Equal([0.5, 0], Gradients.Of(loss, [x])[0].ToDoubles());
    }

    [Fact]
    public void GaussianNegativeLogLikelihood_VarianceBelowEpsilon_CanGrowAgain()
    {
        var x = Tensor.From(new[,] { { 1.0, 0 } }).Tracked();
        var loss = new GaussianNegativeLogLikelihood(epsilon: 0.01).Compute(x, Tensor.From([2.0]));
        Assert.Equal((Math.Log(0.01) + 100) / 2, loss.Item(), 1e-12);
        Assert.Equal([-100, 50 - 5000], Gradients.Of(loss, [x])[0].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void GaussianNegativeLogLikelihood_MeansAndVariancesApart_AreTheSameAsTogether()
    {
        var (mean, variance, target) = (LossSample.Normal(1, 4, 3), LossSample.Uniform(2, 4, 1), LossSample.Normal(3, 4, 3));
        var loss = new GaussianNegativeLogLikelihood(full: true);
        var together = Tensor.Concatenate(1, mean, variance.BroadcastTo(mean.Shape));
        Assert.Equal(loss.Compute(together, target).Item(), loss.Compute((mean, variance), target).Item(), 1e-14);
        Assert.Equal(mean.ToDoubles(), loss.ToValues(together).ToDoubles());
        var logarithms = new GaussianNegativeLogLikelihood(logVariance: true, full: true);
        Assert.Equal(loss.Compute(together, target).Item(), logarithms.Compute((mean, variance.Log()), target).Item(), 1e-14);
    }

    [Fact]
    public void GaussianNegativeLogLikelihood_NegativeVariance_IsRefused()
    {
        var prediction = Tensor.From(new[,] { { -1.0, -1, 1, 1 }, { -1, -1, 1, -0.5 } });
        var target = Tensor.Zeros(new Shape(2, 2), ElementType.Float64);
        AssertRefused(new GaussianNegativeLogLikelihood(), prediction, target, "sample 1", "softplus");
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(2, 4)]
    public void GaussianNegativeLogLikelihood_NoVariances_AreAskedFor(int samples, int width)
    {
        var (prediction, target) = (Tensor.Zeros(new Shape(samples, width)), Tensor.Zeros(new Shape(samples, width)));
        var error = Assert.Throws<ShapeException>(() => new GaussianNegativeLogLikelihood().Compute(prediction, target));
        Assert.Contains("two outputs for each target", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    public void CosineSimilarity_AnyLength_IsOfTheAngleAlone(double length)
    {
        var x = (Tensor.From(new[,] { { 3.0, 4 }, { 3, 4 }, { 3, 4 } }) * length).To(ElementType.Float32);
        var t = (Tensor.From(new[,] { { 6.0, 8 }, { -4, 3 }, { -3, -4 } }) * length).To(ElementType.Float32);
        Assert.Equal(
            [0, 1, 2], new CosineSimilarity { Reduction = Reduction.None }.Compute(x, t).ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void CosineSimilarity_VectorOfZeros_HasLossOneAndGradientZero()
    {
        var x = Tensor.Zeros(new Shape(1, 3), ElementType.Float64).Tracked();
        var loss = new CosineSimilarity().Compute(x, Tensor.From(new[,] { { 1.0, 2, 3 } }));
        Assert.Equal(1, loss.Item());
        Assert.Equal([0, 0, 0], Gradients.Of(loss, [x])[0].ToDoubles());
    }

    [Fact]
    public void CosineSimilarity_OfNumbers_AsksForVectors()
        => Assert.Throws<ShapeException>(() => new CosineSimilarity().Compute(Tensor.Zeros(new Shape(3)), Tensor.Zeros(new Shape(3))));

    private static void AssertLoss(Loss loss, double[] prediction, double[] target, double value, double[] gradient)
    {
        var x = Tensor.From(prediction).Tracked();
        var result = loss.Compute(x, Tensor.From(target));
        Assert.Equal(value, result.Item(), 1e-7);
        Assert.Equal(gradient, Gradients.Of(result, [x])[0].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    private static void AssertRefused(Loss loss, Tensor prediction, Tensor target, string sample, string remedy)
    {
        var error = Assert.Throws<DataException>(() => loss.Compute(prediction, target));
        Assert.Contains(sample, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }
}
