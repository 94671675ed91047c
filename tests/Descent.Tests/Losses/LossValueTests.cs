namespace Descent.Tests.Losses;

/// <summary>Values that can be checked by hand, and what happens at extremes.</summary>
public class LossValueTests
{
    [Theory]
    [InlineData(0, 1, 0.1725)]
    [InlineData(1, 0, 2.1725)]
    public void CrossEntropy_WorkedExample_HasThePrintedValue(int first, int second, double expected)
    {
        var logits = Tensor.From(new[,] { { 2.1, 0.1, -1.0 }, { 1.0, 3.0, 0.2 } });
        Assert.Equal(expected, new CrossEntropy().Compute(logits, Tensor.From([first, second])).Item(), 5e-5);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void CrossEntropy_LogitsOfThousands_IsExact(ElementType type)
    {
        var logits = Tensor.From(new[,] { { 1000.0, -1000, 0 }, { -1000, 1000, 1000 } }).To(type).Tracked();
        var loss = new CrossEntropy { Reduction = Reduction.None }.Compute(logits, Tensor.From([1, 1]));
        Assert.Equal([2000, Math.Log(2)], loss.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        var gradient = Gradients.Of(loss.Sum(), [logits])[0].ToDoubles();
        Assert.Equal([1, -1, 0, 0, -0.5, 0.5], gradient, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void CrossEntropy_LabelOutOfRange_NamesTheSample()
    {
        var labels = Enumerable.Repeat(0, 40).ToArray();
        labels[37] = 8;
        var error = Assert.Throws<DataException>(() => new CrossEntropy().Compute(Tensor.Zeros(new Shape(40, 6)), Tensor.From(labels)));
        Assert.Contains("sample 37: label 8, classes are 0..5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossEntropy_LabelsAsFloats_SaysHowToConvert()
    {
        var (logits, labels) = (Tensor.Zeros(new Shape(2, 3)), Tensor.Zeros(new Shape(2)));
        var error = Assert.Throws<ShapeException>(() => new CrossEntropy().Compute(logits, labels));
        Assert.Contains("To(ElementType.Int32)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossEntropy_TrackedTarget_IsRefused()
    {
        var target = LossSample.Distributions(1, 2, 3).Tracked();
        Assert.Throws<DescentException>(() => new CrossEntropy().Compute(Tensor.Zeros(new Shape(2, 3), ElementType.Float64), target));
    }

    [Fact]
    public void CrossEntropy_AllIgnored_IsZeroWithWeightZeroAndNoGradient()
    {
        var logits = LossSample.Normal(1, 2, 3).Tracked();
        var loss = new CrossEntropy(ignoreIndex: -100);
        var total = loss.Total(logits, Tensor.From([-100, -100]));
        Assert.Equal((0, 0), (total.Mean.Item(), total.Weight));
        Assert.All(Gradients.Of(total.Mean, [logits])[0].ToDoubles(), element => Assert.Equal(0, element));
    }

    [Theory]
    [InlineData(3.5, 3, 0.25, 0.5, 0.125)]
    [InlineData(-2, 1, 9, 3, 2.5)]
    [InlineData(1, 1, 0, 0, 0)]
    public void Regression_OneNumber_HasTheFormulasValue(double x, double t, double squared, double absolute, double huber)
    {
        var (prediction, target) = (Tensor.From([x]), Tensor.From([t]));
        Assert.Equal(squared, new MeanSquaredError().Compute(prediction, target).Item());
        Assert.Equal(absolute, new MeanAbsoluteError().Compute(prediction, target).Item());
        Assert.Equal(huber, new Huber().Compute(prediction, target).Item());
    }

    [Theory]
    [InlineData(0, 1, 0.6931471805599453, -0.5)]
    [InlineData(1000, 1, 0, 0)]
    [InlineData(1000, 0, 1000, 1)]
    [InlineData(-1000, 1, 1000, -1)]
    public void BinaryCrossEntropy_AnyLogit_HasValueAndGradient(double logit, double target, double value, double gradient)
    {
        var x = Tensor.From([logit]).Tracked();
        var loss = new BinaryCrossEntropy().Compute(x, Tensor.From([target]));
        Assert.Equal(value, loss.Item(), 1e-12);
        Assert.Equal(gradient, Gradients.Of(loss, [x])[0].Item(), 1e-12);
    }

    [Theory]
    [InlineData(0, 0, 0, 1, 0)]
    [InlineData(1, 1, 0, -1, 0)]
    [InlineData(0, 1, 17.11809565095832, -1e7, 1)]
    [InlineData(1, 0, 17.11809565095832, 1e7, 1)]
    public void BinaryCrossEntropyOnProbabilities_Extremes_AreBoundedAndCounted(
        double p, double t, double value, double gradient, int clamps)
    {
        var x = Tensor.From([p]).Tracked();
        var loss = new BinaryCrossEntropyOnProbabilities();
        var result = loss.Compute(x, Tensor.From([t]));
        Assert.Equal(value, result.Item(), 1e-9);
        Assert.Equal(gradient, Gradients.Of(result, [x])[0].Item(), 1e-3);
        Assert.Equal(clamps, loss.ClampCount);
    }

    [Fact]
    public void BinaryCrossEntropyOnProbabilities_Logits_AreRefusedWithTheRemedy()
    {
        var (prediction, target) = (Tensor.From([0.5, 1.7]), Tensor.From([0.0, 1]));
        var error = Assert.Throws<DataException>(() => new BinaryCrossEntropyOnProbabilities().Compute(prediction, target));
        Assert.Contains("sample 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("logits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CategoricalCrossEntropy_TargetAtProbabilityZero_CountsTheClamp()
    {
        var loss = new CategoricalCrossEntropy();
        loss.Compute(Tensor.From(new[,] { { 1.0, 0, 0 }, { 0.5, 0.25, 0.25 } }), Tensor.From([1, 0]));
        Assert.Equal(1, loss.ClampCount);
    }

    [Fact]
    public void Hinge_TargetsOfZeroAndOne_AreRefusedWithTheRemedy()
    {
        var error = Assert.Throws<DataException>(() => new Hinge().Compute(Tensor.From([0.5, 1.7]), Tensor.From([1.0, 0])));
        Assert.Contains("sample 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 t - 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KlDivergence_Mean_IsPerSampleUnlessAsked()
    {
        var target = LossSample.Distributions(1, 4, 3);
        var logarithms = LossSample.Distributions(2, 4, 3).Log();
        var perSample = InformationTheory.KlDivergence(target, logarithms.Exp()).Mean().Item();
        Assert.Equal(perSample, new KlDivergence().Compute(logarithms, target).Item(), 1e-12);
        Assert.Equal(perSample / 3, new KlDivergence(perElement: true).Compute(logarithms, target).Item(), 1e-12);
    }

    [Fact]
    public void KlDivergence_ZeroTargetAtLogOfZero_IsZero()
    {
        var logarithms = Tensor.From(new[,] { { 0, double.NegativeInfinity } }).Tracked();
        var loss = new KlDivergence().Compute(logarithms, Tensor.From(new[,] { { 1.0, 0 } }));
        Assert.Equal(0, loss.Item());
        Assert.Equal([-1, 0], Gradients.Of(loss, [logarithms])[0].ToDoubles());
    }

    [Theory]
    [InlineData(0.5, 1.0, 0.693)]
    [InlineData(0.7, 0.881, 0.611)]
    [InlineData(0.9, 1.10, 0.765)]
    public void InformationTheory_BookTable_InBitsAndInNats(double q, double bits, double nats)
    {
        var (p, model) = (Tensor.From([0.7, 0.3]), Tensor.From([q, 1 - q]));
        Assert.Equal(bits, InformationTheory.CrossEntropy(p, model, InformationUnit.Bits).Item(), 5e-3);
        Assert.Equal(nats, InformationTheory.CrossEntropy(p, model).Item(), 5e-4);
    }
}
