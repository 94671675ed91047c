using System.Text.Json;

namespace Descent.Tests.Training.Reports;

/// <summary>A run's report holds what the run's own measures say, for runs of every fate, and stays small.</summary>
public sealed class RunReportTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_Classes_HoldsWhatEvaluateSays()
    {
        var path = Train(new Recipe { Source = "iris", Epochs = 5, ValidationFraction = 0.2, Seed = 3 });
        var (report, evaluation) = (RunReport.Of(path), SavedRun.Load(path).Evaluate());
        Assert.Equal((RunState.Done, 5, 5), (report.Status.State, report.Curves.Count, report.Epochs));
        Assert.Equal(evaluation.Loss, report.Test!.Loss);
        Assert.Equal(evaluation.Accuracy, report.Test.Metrics["accuracy"]);
        var matrix = ConfusionMatrix.Of(evaluation.Predictions);
        Assert.Equal(matrix[1, 1], report.Test.Classes!.Matrix[1][1]);
        Assert.Equal(new ExpectedCalibrationError().Compute(evaluation.Predictions), report.Test.Classes.CalibrationError);
        Assert.Equal(RocAuc.PerClass(evaluation.Predictions)[2], report.Test.Classes.Roc[2].Area);
        Assert.Equal(report.Test.Samples - matrix.Correct, report.Test.Mistakes.Wrong);
        Assert.Equal(4, report.Test.Mistakes.Columns.Count);
        Assert.Equal(SavedRun.Load(path).Model.ParameterCount, report.Model!.Parameters);
        Assert.NotEmpty(report.Health!.Parameters);
        Assert.Empty(report.Gaps);
    }

    [Fact]
    public void Of_RowsOfATable_ShowsTheValuesThatTheFileHas()
    {
        var file = Path.Combine(folder.Root, "table.csv");
        File.WriteAllLines(file, ["width,<b>colour</b>,kind", .. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant(
            $"{100 + (i * 37 % 100)},{(i % 3 == 0 ? "</script>" : "blue")},{(i % 2 == 0 ? "a" : "b")}"))]);
        var report = RunReport.Of(Train(new Recipe { Source = file, Epochs = 1 }));
        var mistakes = report.Test!.Mistakes;
        Assert.Equal(["width", "<b>colour</b>"], mistakes.Columns);
        Assert.All(mistakes.Worst, sample =>
        {
            Assert.InRange(int.Parse(sample.Row[0], System.Globalization.CultureInfo.InvariantCulture), 100, 199);
            Assert.Contains(sample.Row[1], (string[])["</script>", "blue"]);
        });
        Assert.DoesNotContain('<', report.ToJson());
        Assert.Contains("\\u003C/script\\u003E", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Values_HoldsResidualsInTheTargetsUnit()
    {
        var path = Train(new Recipe { Source = "sine", Epochs = 3 });
        var (report, predictions) = (RunReport.Of(path), SavedRun.Load(path).Evaluate().Predictions);
        var values = Assert.Single(report.Test!.Values);
        Assert.Equal(predictions.Count, values.Residuals.Sum(bin => bin.Count));
        var worst = report.Test.Mistakes.Worst[0];
        Assert.Equal(Enumerable.Range(0, predictions.Count).Max(i => Math.Abs(predictions.Outputs(i)[0] - predictions.Targets(i)[0])), Math.Abs(worst.Residual!.Value));
    }

    [Fact]
    public void Of_Images_HoldsTheirPixels()
    {
        var report = RunReport.Of(Train(new Recipe { Source = "digits", Epochs = 1, Model = "flatten, linear 10" }));
        Assert.Equal([1, 8, 8], report.Test!.Mistakes.PictureShape);
        Assert.All(report.Test.Mistakes.Worst, sample => Assert.Equal(64, Convert.FromBase64String(sample.Picture!).Length));
        Assert.Contains(report.Test.Mistakes.Worst, sample => Convert.FromBase64String(sample.Picture!).Max() > 200);
    }

    [Fact]
    public void Of_AnInterruptedRun_SaysWhatIsMissingAndHowToGoOn()
    {
        using var stop = new CancellationTokenSource();
        var path = Path.Combine(folder.Root, "run");
        TrainingSession.Create(new Recipe { Source = "iris", Epochs = 50 }, path)
            .Run(new Watch(epoch => { if (epoch.Epoch == 2) { stop.Cancel(); } }), stop.Token);
        var report = RunReport.Of(path);
        Assert.Equal((RunState.Interrupted, 2), (report.Status.State, report.Curves.Count));
        Assert.Null(report.Test);
        Assert.Contains("--resume", Assert.Single(report.Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AFailedRun_TellsTheReason()
    {
        var path = Path.Combine(folder.Root, "run");
        Assert.Throws<NonFiniteException>(() => TrainingSession
            .Create(new Recipe { Source = "sine", Epochs = 200, Optimizer = "sgd 1e6", ClipNorm = null }, path).Run());
        var report = RunReport.Of(path);
        Assert.Equal(RunState.Failed, report.Status.State);
        Assert.Contains(report.Findings, finding => finding.Name == "non-finite");
    }

    [Fact]
    public void Of_DataThatIsGone_StillHasTheCurves()
    {
        var file = Path.Combine(folder.Root, "table.csv");
        File.WriteAllLines(file, ["x,y", .. Enumerable.Range(0, 100).Select(i => $"{i},{(i % 2 == 0 ? "a" : "b")}")]);
        var path = Train(new Recipe { Source = file, Epochs = 2 });
        File.Delete(file);
        var report = RunReport.Of(path);
        Assert.Equal(2, report.Curves.Count);
        Assert.Null(report.Test);
        Assert.Contains("data", Assert.Single(report.Gaps), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Of_AFolderOfRuns_NamesTheBest()
    {
        Train(new Recipe { Source = "iris", Epochs = 1 }, "runs/short");
        Train(new Recipe { Source = "iris", Epochs = 20 }, "runs/long");
        var error = Assert.Throws<DataException>(() => RunReport.Of(Path.Combine(folder.Root, "runs")));
        Assert.Contains("2 runs", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("runs", "long"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoFolder_NamesTheRemedy()
        => Assert.Contains("descent train", Assert.Throws<DataException>(() => RunReport.Of(Path.Combine(folder.Root, "none"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Curves_OfThousandsOfEpochs_AreThinnedAndKeepEveryPeak()
    {
        var history = Enumerable.Range(1, 20_000).Select(i => new EpochEnded(
            i, i == 7_777 ? 99 : 1.0 / i, null, new Dictionary<string, double>(), i == 5 ? double.NaN : 0.1, 0.01, 1)).ToArray();
        var curves = ReportCurves.Of(history);
        Assert.InRange(curves.Epochs.Count, 500, ReportCurves.MostPoints);
        Assert.Equal((20_000, 20_000), (curves.Count, curves.BestEpoch));
        Assert.Contains(99.0, curves.TrainLoss);
        Assert.Equal((1, 20_000), (curves.Epochs[0], curves.Epochs[^1]));
        Assert.Equal(curves.Epochs.Order().Distinct(), curves.Epochs);
    }

    [Fact]
    public void Json_WithNumbersThatAreNone_IsReadByAnyReader()
    {
        var path = Train(new Recipe { Source = "iris", Epochs = 1 });
        File.AppendAllText(new RunFolder(path).MetricsFile, """{"epoch":2,"trainLoss":"NaN","validationLoss":"Infinity","metrics":{},"learningRate":1,"seconds":1,"samplesPerSecond":1}""" + "\n{\"cut");
        var report = RunReport.Of(path);
        Assert.Equal([null], report.Curves.TrainLoss.Skip(1));
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(2, json.RootElement.GetProperty("curves").GetProperty("epochs").GetArrayLength());
    }

    private string Train(Recipe recipe, string name = "run")
    {
        var path = Path.Combine(folder.Root, name);
        TrainingSession.Create(recipe, path).Run();
        return path;
    }

    private sealed class Watch(Action<EpochEnded> ended) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            if (value is EpochEnded epoch)
            {
                ended(epoch);
            }
        }
    }
}
