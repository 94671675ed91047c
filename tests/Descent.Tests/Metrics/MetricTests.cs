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
    public void Compute_ThreeClasses_HasTheValueByHand(string metric, double expected)
        => Assert.Equal(expected, Specification.Make(metric, Descent.Catalog.Metrics, "metric").Compute(ThreeClasses), 1e-12);

    [Theory]
    [InlineData("roc-auc", 0.75)]
    [InlineData("average-precision", 0.5 + (0.5 * 2 / 3))]
    [InlineData("accuracy", 0.75)]
    [InlineData("precision binary", 1)]
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
}
