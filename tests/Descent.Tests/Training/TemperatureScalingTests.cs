using Descent.Kernels;

namespace Descent.Tests.Training;

public class TemperatureScalingTests
{
    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(1, 4)]
    [InlineData(2.5, 3)]
    [InlineData(6, 1)]
    public void Fit_LabelsDrawnAtATemperature_FindsItAsAPlainSearchDoes(double true_, int classes)
    {
        var random = new RandomKey(7, "logits").Stream();
        const int Count = 4000;
        var width = classes;
        var (logits, labels) = (new double[Count * width], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            for (var c = 0; c < width; c++)
            {
                logits[(i * width) + c] = 4 * random.NextNormal();
            }

            var p = Probabilities(logits.AsSpan(i * width, width), true_);
            var drawn = random.NextDouble();
            while (labels[i] < p.Length - 1 && drawn >= p[labels[i]])
            {
                drawn -= p[labels[i]++];
            }
        }

        var fitted = TemperatureScaling.Fit(Tensor.From(logits, Count, width), labels).Temperature;
        Assert.Equal(Search(logits, labels, width), fitted, 1e-4 * fitted);
        Assert.Equal(true_, fitted, 0.12 * true_);
    }

    [Fact]
    public void Fit_SeparatedOrHopelessLabels_StaysWithinItsBounds()
    {
        var logits = Tensor.From([3.0, -3, -2, 2, 1, -1], 3, 2);
        Assert.Equal(TemperatureScaling.Lowest, TemperatureScaling.Fit(logits, [0, 1, 0]).Temperature);
        Assert.Equal(TemperatureScaling.Highest, TemperatureScaling.Fit(logits, [1, 0, 1]).Temperature);
    }

    [Fact]
    public void Fit_Wrong_SaysWhat()
    {
        Assert.Throws<ShapeException>(() => TemperatureScaling.Fit(Tensor.From([1.0, 2], 1, 2), [0, 1]));
        Assert.Contains("label 2", Assert.Throws<DataException>(() => TemperatureScaling.Fit(Tensor.From([1.0, 2], 1, 2), [2])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<DataException>(() => TemperatureScaling.Fit(Tensor.From([1.0, double.NaN], 1, 2), [0])).Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => new TemperatureScaling(0));
    }

    [Theory]
    [InlineData("linear 64, relu, linear 3", "cross-entropy", 3)]
    [InlineData("linear 64, relu, linear 1", "binary-cross-entropy", 2)]
    public void Fit_OverconfidentNetwork_LowersItsCalibrationErrorAndKeepsEveryClass(string specification, string lossName, int classes)
    {
        // Overlapping classes, few samples and many epochs: certain of what it has learned by heart.
        var data = classes == 3 ? Datasets.Blobs(1500, 1.5, 1) : Datasets.Moons(1500, 0.5, 1);
        var (train, validation, test) = (data.Slice(0, 120), data.Slice(120, 600), data.Slice(720, 780));
        var loss = Specification.Make(lossName, Descent.Catalog.Losses, "loss");
        var model = ModelSpecification.Build(specification, new Shape(2));
        new Trainer(model, loss, new Adam(0.02)).Fit(train, 250, batchSize: 20, seed: 1);
        var scaling = TemperatureScaling.Fit(Evaluator.Outputs(model, validation), validation.Labels);
        var before = Evaluator.Evaluate(model, loss, test);
        var after = Evaluator.Evaluate(model, loss, test, temperature: scaling.Temperature);
        Assert.True(scaling.Temperature > 1.3, $"The temperature is {scaling.Temperature}.");
        var (error, calibrated) = (Error(before), Error(after));
        Assert.True(calibrated < 0.7 * error, $"The calibration error went from {error} to {calibrated}.");
        Assert.True(after.Metrics["log-loss"] < before.Metrics["log-loss"]);
        Assert.Equal(before.Accuracy, after.Accuracy);
        Assert.Equal(before.Predictions.PredictedLabels, after.Predictions.PredictedLabels);
    }

    private static double Error(Evaluation evaluation) => new ExpectedCalibrationError().Compute(evaluation.Predictions);

    private static double[] Probabilities(ReadOnlySpan<double> row, double temperature)
    {
        double[] z = row.Length == 1 ? [0, row[0] / temperature] : [.. row.ToArray().Select(logit => logit / temperature)];
        var weights = z.Select(logit => Math.Exp(logit - z.Max())).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    // Thirds of the interval of log temperature, by the loss alone.
    private static double Search(double[] logits, int[] labels, int width)
    {
        double Loss(double log) => -labels.Select((label, i) => Math.Log(Probabilities(logits.AsSpan(i * width, width), Math.Exp(log))[label])).Average();
        var (low, high) = (Math.Log(0.05), Math.Log(100));
        while (high - low > 1e-6)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = Loss(left) < Loss(right) ? (low, right) : (left, high);
        }

        return Math.Exp((low + high) / 2);
    }
}
