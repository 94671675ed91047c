namespace Descent.Tests.Losses;

public class LossGradientTests
{
    public static TheoryData<string> All => new(LossSample.All.Keys);

    public static TheoryData<string> Smooth => new(LossSample.All.Where(sample => sample.Value.IsSmooth).Select(sample => sample.Key));

    [Theory]
    [MemberData(nameof(All))]
    public void Gradient_OfPrediction_AgreesWithDifferences(string name)
    {
        var sample = LossSample.All[name];
        var weights = LossSample.Uniform(9, sample.Prediction.Shape[0]);
        var worst = GradientCheck.Worst(x => sample.Loss.Compute(x[0], sample.Target, weights), [sample.Prediction], 1e-4);
        Assert.True(worst.RelativeError < 1e-8, worst.ToString());
    }

    [Theory]
    [InlineData("mean squared error")]
    [InlineData("mean absolute error")]
    [InlineData("huber")]
    [InlineData("binary cross-entropy")]
    [InlineData("binary cross-entropy on probabilities")]
    [InlineData("kl divergence")]
    [InlineData("kl divergence of logarithms")]
    [InlineData("quantile")]
    [InlineData("mean squared logarithmic error")]
    [InlineData("gaussian")]
    [InlineData("cosine similarity")]
    [InlineData("binary focal")]
    [InlineData("tversky")]
    public void Gradient_OfTarget_AgreesWithDifferences(string name)
    {
        var sample = LossSample.All[name];
        var worst = GradientCheck.Worst(x => sample.Loss.Compute(sample.Prediction, x[0]), [sample.Target], 1e-4);
        Assert.True(worst.RelativeError < 1e-8, worst.ToString());
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Gradient_OfGradient_AgreesWithDifferences(string name)
    {
        var sample = LossSample.All[name];
        var direction = LossSample.Normal(7, sample.Prediction.Shape.ToArray());
        var weights = LossSample.Uniform(9, sample.Prediction.Shape[0]);
        var tracked = sample.Prediction.Tracked();
        var analytic = Gradients.Of((Slope(tracked, differentiable: true) * direction).Sum(), [tracked])[0].ToDoubles();
        const double Step = 1e-5;
        for (var i = 0; i < analytic.Length; i++)
        {
            double At(double by)
            {
                var values = sample.Prediction.ToArray<double>();
                values[i] += by;
                var moved = Tensor.From<double>(values, sample.Prediction.Shape).Tracked();
                return (Slope(moved, differentiable: false) * direction).Sum().Item();
            }

            var numeric = (At(Step) - At(-Step)) / (2 * Step);
            Assert.True(Math.Abs(numeric - analytic[i]) < 1e-6 * Math.Max(1, Math.Abs(numeric)), $"{name} [{i}]: {analytic[i]} against {numeric}");
        }

        Tensor Slope(Tensor x, bool differentiable)
            => Gradients.Of(sample.Loss.Compute(x, sample.Target, weights), [x], differentiable)[0];
    }

    [Fact]
    public void Gradient_ThirdOfCrossEntropy_AgreesWithDifferences()
    {
        var target = LossSample.Labels(3, 2);
        var point = LossSample.Normal(1, 2, 3);
        var direction = LossSample.Normal(2, 2, 3);
        var tracked = point.Tracked();
        var analytic = Gradients.Of((Second(tracked, true) * direction).Sum(), [tracked])[0].ToDoubles();
        for (var i = 0; i < analytic.Length; i++)
        {
            double At(double by)
            {
                var values = point.ToArray<double>();
                values[i] += by;
                return (Second(Tensor.From<double>(values, point.Shape).Tracked(), false) * direction).Sum().Item();
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, analytic[i], 1e-6);
        }

        Tensor Second(Tensor x, bool differentiable)
        {
            var first = Gradients.Of(new CrossEntropy().Compute(x, target), [x], differentiable: true)[0];
            return Gradients.Of((first * direction).Sum(), [x], differentiable)[0];
        }
    }
}
