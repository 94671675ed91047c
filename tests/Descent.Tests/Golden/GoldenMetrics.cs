using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Every metric against scikit-learn's values.</summary>
public class GoldenMetrics(ITestOutputHelper output)
{
    private const string Matrix = "ConfusionMatrix";
    private const string Curve = "RocCurve";

    private static readonly Dictionary<string, Func<GoldenCase, Metric>> Metrics = new()
    {
        ["Accuracy"] = _ => new Accuracy(),
        ["MatthewsCorrelation"] = _ => new MatthewsCorrelation(),
        ["CohenKappa"] = one => new CohenKappa(one.Text("weights") switch
        {
            "quadratic" => 2,
            "linear" => 1,
            _ => 0,
        }),
        ["Precision"] = one => new Precision(AveragingOf(one)),
        ["Recall"] = one => new Recall(AveragingOf(one)),
        ["F1"] = one => new F1(AveragingOf(one)),
        ["RocAuc"] = _ => new RocAuc(),
        ["RocAucOneVsRest"] = one => new RocAuc(one.Text("average") == "weighted"),
        ["AveragePrecision"] = _ => new AveragePrecision(),
        ["PrecisionRecallAuc"] = _ => new PrecisionRecallAuc(),
        ["LogLoss"] = one => new LogLoss(one.Number("eps")),
        ["BrierScore"] = _ => new BrierScore(),
        ["BrierScoreMultiClass"] = _ => new BrierScore(),
        ["TopKAccuracy"] = one => new TopKAccuracy(one.Integer("k")),
        ["ExpectedCalibrationError"] = one => new ExpectedCalibrationError(one.Integer("bins")),
        ["MeanAbsoluteError"] = _ => new MeanAbsoluteErrorMetric(),
        ["MeanSquaredError"] = _ => new MeanSquaredErrorMetric(),
        ["RootMeanSquaredError"] = _ => new RootMeanSquaredError(),
        ["R2"] = _ => new RSquared(),
    };

    public static TheoryData<string> Kinds => new(Metrics.Keys);

    /// <summary>What tests of their own run.</summary>
    public static TheoryData<string> OtherKinds => new(Matrix, Curve);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Compute_EveryCase_HasTheReferenceValue(string kind)
    {
        var cases = GoldenFile.Load("metrics.json").Of(kind);
        foreach (var one in cases)
        {
            var (metric, predictions) = (Metrics[kind](one), PredictionsOf(one));
            var value = metric is ClassScore score && one.Text("average") == "none"
                ? Tensor.From(score.PerClass(predictions))
                : Tensor.Scalar(metric.Compute(predictions), ElementType.Float64);
            one.CheckOutput("value", value);
        }

        output.WriteLine($"{kind}: {cases.Count} cases");
    }

    [SkippableFact]
    public void Kinds_OfTheReference_AreAllChecked()
        => Assert.Equal(
            GoldenFile.Load("metrics.json").Cases.Select(one => one.Kind).Distinct().Order(StringComparer.Ordinal),
            Metrics.Keys.Concat(["ConfusionMatrix", "RocCurve"]).Order(StringComparer.Ordinal));

    [SkippableFact]
    public void ConfusionMatrix_EveryCase_HasTheReferenceCounts()
    {
        foreach (var one in GoldenFile.Load("metrics.json").Of(Matrix))
        {
            var matrix = ConfusionMatrix.Of(PredictionsOf(one));
            var cells = Enumerable.Range(0, matrix.Classes * matrix.Classes);
            Assert.Equal(one.Outputs["value"].Values, cells.Select(i => (double)matrix[i / matrix.Classes, i % matrix.Classes]));
        }
    }

    [SkippableFact]
    public void RocCurve_EveryCase_HasTheReferencePoints()
    {
        foreach (var one in GoldenFile.Load("metrics.json").Of(Curve))
        {
            var curve = RocCurve.Of(PredictionsOf(one));
            one.CheckOutput("false_positive_rate", Tensor.From(curve.FalsePositiveRate.ToArray()));
            one.CheckOutput("true_positive_rate", Tensor.From(curve.TruePositiveRate.ToArray()));
        }
    }

    private static Averaging AveragingOf(GoldenCase one) => one.Text("average") switch
    {
        "micro" => Averaging.Micro,
        "weighted" => Averaging.Weighted,
        "binary" => Averaging.Binary,
        _ => Averaging.Macro,
    };

    private static Predictions PredictionsOf(GoldenCase one)
    {
        var (target, type) = (one.Inputs["target"], ElementType.Float64);
        if (one.Inputs.TryGetValue("probabilities", out var probabilities))
        {
            return Predictions.Classes(probabilities.ToTensor(type), target.ToIntegers());
        }

        if (one.Inputs.TryGetValue("scores", out var scores))
        {
            return Predictions.TwoClasses(scores.Values, target.ToIntegers());
        }

        var predicted = one.Inputs["prediction"];
        return target.IsFloating
            ? Predictions.Values(predicted.ToTensor(type), target.ToTensor(type))
            : Predictions.CertainClasses(
                predicted.ToIntegers(),
                target.ToIntegers(),
                one.Has("classes") ? one.Integer("classes") : 1 + (int)target.Values.Concat(predicted.Values).Max());
    }
}
