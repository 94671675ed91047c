using Descent.Tests.WorkedExamples;

namespace Descent.Tests.Errata;

/// <summary>Every number of docs/guide/errata.md that the tests of the worked examples do not hold.</summary>
public class ErrataTests
{
    private const double SwishMinimum = -1.2784645427610738;

    [Fact]
    public void Swish_IsXTimesSigmoid_NotThePrintedFormula()
    {
        Worked.Prints("3.9281", Slope(x => x.Swish(), 4).Value);
        Worked.Equal(-67 / (1 + Math.Exp(67)), Slope(x => x.Swish(), -67).Value);
        Assert.All([0.5, 1, 4, 20], x => Assert.True(Printed(x) > x && Slope(y => y.Swish(), x).Value < x));
        Assert.All([-0.5, -1, -67], x => Assert.True(Printed(x) > 0 && Slope(y => y.Swish(), x).Value < 0));
        Assert.True(double.IsNaN(Printed(0)));

        static double Printed(double x) => x / (1 - Math.Exp(-x));
    }

    [Fact]
    public void Swish_FallsBeforeItRises()
    {
        Worked.Prints("-0.0908", Slope(x => x.Swish(), -2).Derivative);
        var (lowest, slope) = Slope(x => x.Swish(), SwishMinimum);
        Worked.Prints("-0.2785", lowest);
        Assert.Equal(0, slope, 1e-12);
        var values = Worked.Row([.. Enumerable.Range(-4_000, 8_000).Select(i => i / 100.0)]).Swish().ToDoubles();
        Assert.True(values.Min() >= lowest);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(2)]
    public void EluDerivative_IsOneAboveZeroAndAlphaExpBelow(double alpha)
    {
        Assert.All([0.25, 1, 5], x => Assert.Equal(1, Slope(y => y.Elu(alpha), x).Derivative));
        Assert.All([-0.25, -1, -5], x => Worked.Equal(alpha * Math.Exp(x), Slope(y => y.Elu(alpha), x).Derivative));
        Assert.Equal(alpha, Slope(y => y.Elu(alpha), 0).Derivative);
    }

    [Fact]
    public void Kinks_AtZero_UseTheStatedDerivatives()
    {
        Assert.Equal(0, Slope(x => x.Relu(), 0).Derivative);
        Assert.Equal(0.01, Slope(x => x.LeakyRelu(), 0).Derivative);
        Assert.Equal(0, Slope(x => new MeanAbsoluteError().Compute(x, Worked.Number(0)), 0).Derivative);
        Assert.Equal(1, Slope(x => new MeanAbsoluteError().Compute(x, Worked.Number(0)), 0.1).Derivative);
        Assert.Equal(-1, Slope(x => new MeanAbsoluteError().Compute(x, Worked.Number(0)), -0.1).Derivative);
    }

    [Theory]
    [InlineData(0.5, "1.000", "0.693")]
    [InlineData(0.7, "0.881", "0.611")]
    [InlineData(0.9, "1.103", "0.765")]
    public void CrossEntropy_OfTheTable_InBitsAndNats(double q, string bits, string nats)
    {
        var (truth, model) = (Worked.Row(0.7, 0.3), Worked.Row(q, 1 - q));
        Worked.Prints(bits, InformationTheory.CrossEntropy(truth, model, InformationUnit.Bits).Item());
        Worked.Prints(nats, InformationTheory.CrossEntropy(truth, model).Item());
    }

    [Fact]
    public void MarginLosses_BoundZeroOneFromAbove_LogisticOnlyInBits()
    {
        foreach (var z in Enumerable.Range(-500, 1_001).Select(i => i / 100.0))
        {
            var zeroOne = z <= 0 ? 1 : 0;
            var (hinge, logistic) = (Margin(new Hinge(), z), Margin(new LogisticMargin(), z));
            Assert.True(hinge >= zeroOne && logistic / Math.Log(2) >= zeroOne - 1e-15, $"z = {z}");

            // -log(e - 1) = -0.5413: between it and 0 the natural logarithm is below the 0/1 loss.
            Assert.Equal(z is <= 0 and > -0.5413, logistic < zeroOne);
        }

        Worked.Prints("0.693", Margin(new LogisticMargin(), 0));
        Worked.Equal(1, Margin(new LogisticMargin(), -Math.Log(Math.E - 1)));
    }

    [Theory]
    [InlineData(-700)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(700)]
    public void CrossEntropy_Gradient_IsProbabilityMinusTarget(double logit)
    {
        foreach (var label in (double[])[0, 1])
        {
            var probability = Worked.Number(logit).Sigmoid().Item();
            var (loss, slope) = Slope(x => new BinaryCrossEntropy().Compute(x, Worked.Number(label)), logit);
            Worked.Equal(label == 0 ? probability : -Worked.Number(-logit).Sigmoid().Item(), slope);
            Assert.InRange(slope, -1, 1);
            Assert.True(loss >= (label == 0 ? logit : -logit), "The loss grows with the logit, without a bound.");
        }
    }

    [Fact]
    public void CrossEntropy_FalsePositiveAndFalseNegative_CostTheSameUnlessWeighted()
    {
        var (falsePositive, falseNegative) = (Binary(new BinaryCrossEntropy(), 3, 0), Binary(new BinaryCrossEntropy(), -3, 1));
        Assert.Equal(falsePositive, falseNegative);
        Worked.Equal(5 * falseNegative, Binary(new BinaryCrossEntropy(5), -3, 1));
    }

    [Fact]
    public void Clipping_OfAnExplodedGradient_KeepsItsDirection()
    {
        var clipped = GradientClipping.ByNorm(1).Apply([Worked.Row(3e8, -4e8)]);
        Worked.Equal(5e8, clipped.Norm);
        Assert.Equal(0.6, clipped.Gradients[0].At(0), 1e-12);
        Assert.Equal(-0.8, clipped.Gradients[0].At(1), 1e-12);
    }

    private static double Margin(Loss loss, double z) => loss.Compute(Worked.Row(z), Worked.Row(1)).Item();

    private static double Binary(BinaryCrossEntropy loss, double logit, double label)
        => loss.Compute(Worked.Row(logit), Worked.Row(label)).Item();

    private static (double Value, double Derivative) Slope(Func<Tensor, Tensor> function, double at)
    {
        var x = Worked.Number(at).Tracked();
        var value = function(x);
        return (value.Item(), Gradients.Of(value, [x])[0].Item());
    }
}
