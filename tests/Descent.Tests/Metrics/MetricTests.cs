namespace Descent.Tests.Metrics;

public class MetricTests
{
    private static readonly Predictions ThreeClasses
        = Predictions.CertainClasses([0, 1, 1, 2, 0, 1], [0, 1, 0, 2, 0, 2], 3, ["cat", "dog", "newt"]);

    private static readonly Predictions Binary = Predictions.TwoClasses([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);

    [Theory]
    [InlineData("accuracy", 4.0 / 6)]
    [InlineData("precision", (1 + (1.0 / 3) + 1) / 3)]
    [InlineData("recall", ((2.0 / 3) + 1 + 0.5) / 3)]
    [InlineData("f1 micro", 4.0 / 6)]
    [InlineData("f1 weighted", ((3 * 0.8) + 0.5 + (2 * 2.0 / 3)) / 6)]
    [InlineData("iou", ((2.0 / 3) + (1.0 / 3) + 0.5) / 3)]
    [InlineData("iou micro", 4.0 / 8)]
    [InlineData("iou weighted", ((3 * 2.0 / 3) + (1.0 / 3) + (2 * 0.5)) / 6)]
    public void Compute_ThreeClasses_HasTheValueByHand(string metric, double expected)
        => Assert.Equal(expected, Specification.Make(metric, Descent.Catalog.Metrics, "metric").Compute(ThreeClasses), 1e-12);

    [Theory]
    [InlineData("roc-auc", 0.75)]
    [InlineData("average-precision", 0.5 + (0.5 * 2 / 3))]
    [InlineData("precision-recall-auc", 0.5 + (0.5 * (0.5 + (2.0 / 3)) / 2))]
    [InlineData("accuracy", 0.75)]
    [InlineData("precision binary", 1)]
    [InlineData("iou binary", 0.5)]
    [InlineData("perplexity", 1.6036590969929359)]
    [InlineData("brier-score", (0.01 + 0.16 + 0.4225 + 0.04) / 4)]
    public void Compute_TwoClasses_HasTheValueByHand(string metric, double expected)
        => Assert.Equal(expected, Specification.Make(metric, Descent.Catalog.Metrics, "metric").Compute(Binary), 1e-12);

    [Theory]
    [InlineData("mae", 2.0 / 3)]
    [InlineData("mse", 2.0 / 3)]
    [InlineData("rmse", 0.816496580927726)]
    [InlineData("r2", 0)]
    public void Compute_Values_HasTheValueByHand(string metric, double expected)
    {
        var predictions = Predictions.Values(Tensor.From([2.0, 2, 2]), Tensor.From([1.0, 2, 3]));
        Assert.Equal(expected, Specification.Make(metric, Descent.Catalog.Metrics, "metric").Compute(predictions), 1e-12);
    }

    [Fact]
    public void IntersectionOverUnion_OfAClassThatIsNowhere_IsLeftOut()
    {
        var predictions = Predictions.CertainClasses([0, 0, 1, 1], [0, 1, 1, 1], 3);
        Assert.Equal([0.5, 2.0 / 3, double.NaN], new IntersectionOverUnion().PerClass(predictions));
        Assert.Equal((0.5 + (2.0 / 3)) / 2, new IntersectionOverUnion().Compute(predictions), 1e-12);
        Assert.Equal((0.5 + (3 * 2.0 / 3)) / 4, new IntersectionOverUnion(Averaging.Weighted).Compute(predictions), 1e-12);
    }

    [Fact]
    public void Perplexity_OfGuessing_IsTheNumberOfClasses()
    {
        var probabilities = Tensor.Ones(new Shape(6, 5)) * 0.2;
        Assert.Equal(5, new Perplexity().Compute(Predictions.Classes(probabilities, [0, 1, 2, 3, 4, 0])), 1e-6);
    }

    [Fact]
    public void AveragePrecision_OfSeveralClasses_IsTheMeanOfEachAgainstTheRest()
    {
        var probabilities = Tensor.From([0.6, 0.3, 0.1, 0.5, 0.2, 0.3, 0.3, 0.4, 0.3, 0.2, 0.2, 0.6], 4, 3);
        var predictions = Predictions.Classes(probabilities, [0, 1, 1, 2]);
        double[] want = [1, (0.5 * 1) + (0.5 * 2 / 4), 1];
        Assert.Equal(want, AveragePrecision.PerClass(predictions));
        Assert.Equal(want.Average(), new AveragePrecision().Compute(predictions), 1e-12);
        Assert.Equal(PrecisionRecallAuc.PerClass(predictions).Average(), new PrecisionRecallAuc().Compute(predictions), 1e-12);
    }

    [Fact]
    public void Compute_OfScoresWithoutAPositive_IsNaN()
    {
        var predictions = Predictions.TwoClasses([0.2, 0.7], [0, 0]);
        Assert.True(double.IsNaN(new AveragePrecision().Compute(predictions)));
        Assert.True(double.IsNaN(new PrecisionRecallAuc().Compute(predictions)));
    }

    public static TheoryData<string> OfClasses => new(NamesOf(TaskKind.Classification));

    public static TheoryData<string> OfValues => new(NamesOf(TaskKind.Regression));

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void Compute_OfANaN_NamesTheSampleAndTheClass(string metric)
    {
        var predictions = Predictions.Classes(Tensor.From([0.5, 0.5, double.NaN, 0.5], 2, 2), [0, 1], ["cat", "dog"]);
        var error = Assert.Throws<DataException>(() => Make(metric).Compute(predictions));
        Assert.Contains($"{metric} cannot judge sample 1: its prediction for 'cat' is NaN", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfValues))]
    public void Compute_OfANaNTarget_NamesTheSample(string metric)
    {
        var predictions = Predictions.Values(Tensor.From([1.0, 2]), Tensor.From([1, double.NaN]));
        var error = Assert.Throws<DataException>(() => Make(metric).Compute(predictions));
        Assert.Contains($"{metric} cannot judge sample 1: its target for '0' is NaN", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log-loss")]
    [InlineData("perplexity")]
    [InlineData("brier-score")]
    [InlineData("ece")]
    public void Compute_OfLogits_AsksForProbabilities(string metric)
    {
        var predictions = Predictions.Classes(Tensor.From([0.5, 0.5, -3, 0.5], 2, 2), [0, 1]);
        var error = Assert.Throws<DataException>(() => Make(metric).Compute(predictions));
        Assert.Contains("sample 1 has -3 for '0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LogLoss_OfARowOfZeros_NamesTheSample()
    {
        var predictions = Predictions.Classes(Tensor.From([0.5, 0.5, 0, 0], 2, 2), [0, 1]);
        var error = Assert.Throws<DataException>(() => new LogLoss(0).Compute(predictions));
        Assert.Contains("sample 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_OfAClassThatIsNotThere_SaySo()
    {
        var above = Assert.Throws<DataException>(() => RocCurve.Of(Binary, 2));
        var below = Assert.Throws<DataException>(() => PrecisionRecallCurve.Of(Binary, -1));
        Assert.Contains("no class 2", above.Message, StringComparison.Ordinal);
        Assert.Contains("no class -1", below.Message, StringComparison.Ordinal);
        var values = Predictions.Values(Tensor.From([1.0]), Tensor.From([1.0]));
        Assert.Throws<DataException>(() => RocCurve.Of(values));
        Assert.Throws<DataException>(() => ReliabilityCurve.Of(values));
        Assert.Throws<DataException>(() => ConfusionMatrix.Of(values));
    }

    [Fact]
    public void StandardMetrics_OfANaN_AreLeftOut()
        => Assert.Empty(StandardMetrics.Compute(Predictions.Classes(Tensor.From([0.5, 0.5, double.NaN, 0.5], 2, 2), [0, 1])));

    [Fact]
    public void Compute_WrongTask_SaysSo()
        => Assert.Throws<DataException>(() => new Accuracy().Compute(Predictions.Values(Tensor.From([1.0]), Tensor.From([1.0]))));

    [Fact]
    public void Compute_OneClassOnly_HasNoRocAuc()
        => Assert.True(double.IsNaN(new RocAuc().Compute(Predictions.TwoClasses([0.2, 0.7], [1, 1]))));

    [Fact]
    public void Compute_ProbabilityZeroOfTheTruth_IsFinite()
        => Assert.InRange(new LogLoss().Compute(Predictions.TwoClasses([0], [1])), 34, 35);

    [Fact]
    public void ConfusionMatrix_Printed_HasNamesAndCounts()
        => Assert.Equal(
            """
            true \ predicted  cat  dog  newt
            cat                 2    1     0
            dog                 0    1     0
            newt                0    1     1
            """.ReplaceLineEndings("\n"),
            ConfusionMatrix.Of(ThreeClasses).ToString());

    [Fact]
    public void Predictions_LabelOutOfRange_NamesTheSample()
    {
        var error = Assert.Throws<DataException>(() => Predictions.CertainClasses([0, 1], [0, 7], 2));
        Assert.Contains("sample 1: label 7, classes are 0..1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CohenKappa_OfAThousandClasses_DoesNotSumTheMatrixForEachPair()
    {
        var labels = Enumerable.Range(0, 1000).ToArray();

        Assert.Equal(1, new CohenKappa().Compute(Predictions.CertainClasses(labels, labels, 1000)));
    }

    private static Metric Make(string metric) => Specification.Make(metric, Descent.Catalog.Metrics, "metric");

    private static IEnumerable<string> NamesOf(TaskKind task)
        => Descent.Catalog.Metrics.Select(definition => definition.Name)
            .Where(name => Make(name).Task == task);
}
