using System.Text.Json;

namespace Descent.Tests.Training;

public sealed class CrossValidationTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_Table_TestsEveryRowOnceWithAnEncoderOfItsOwnTrainingPart()
    {
        var values = Enumerable.Range(0, 61).Select(i => i * i / 10.0).ToArray();
        File.WriteAllText(folder.File("t.csv"), "x,y\n" + string.Concat(values.Select((x, i) => FormattableString.Invariant($"{x},{2 * x}\n"))));
        var recipe = new Recipe { Source = folder.File("t.csv"), Model = "linear 1", Epochs = 2, BatchSize = 16, Folds = 4, Task = TaskKind.Regression, ValidationFraction = 0 };
        var results = CrossValidation.Create(recipe, folder.File("cv")).Run();
        Assert.Equal([1, 2, 3, 4], results.Select(fold => fold.Fold));
        Assert.Equal(61, results.Sum(fold => fold.Test.Predictions.Count));
        var tested = results.SelectMany(fold => Enumerable.Range(0, fold.Test.Predictions.Count).Select(i => Math.Round(fold.Test.Predictions.Targets(i)[0], 1)));
        Assert.Equal(values.Select(x => Math.Round(2 * x, 1)).Order(), tested.Order());
        foreach (var fold in results)
        {
            var own = Enumerable.Range(0, fold.Test.Predictions.Count).Select(i => Math.Round(fold.Test.Predictions.Targets(i)[0] / 2, 1)).ToHashSet();
            var training = values.Where(x => !own.Contains(Math.Round(x, 1))).ToArray();
            var encoder = JsonDocument.Parse(File.ReadAllText(fold.Folder.EncoderFile)).RootElement.ToString();
            Assert.Contains(Math.Round(training.Average(), 6).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)[..5], encoder, StringComparison.Ordinal);
            Assert.Equal((4, fold.Fold), (fold.Folder.ReadRecipe().Folds, fold.Folder.ReadRecipe().Fold));
        }
    }

    [Fact]
    public void Run_Classes_SummarizesMeanAndDeviation()
    {
        var results = CrossValidation.Create(Iris(), folder.File("cv")).Run();
        var accuracies = results.Select(fold => fold.Test.Accuracy).ToArray();
        var (mean, deviation) = (accuracies.Average(), 0.0);
        deviation = Math.Sqrt(accuracies.Sum(a => (a - mean) * (a - mean)) / (accuracies.Length - 1));
        var spread = CrossValidation.Summarize(results)["accuracy"];
        Assert.Equal((mean, deviation), (spread.Mean, spread.Deviation));
        var summary = JsonDocument.Parse(File.ReadAllText(folder.File("cv/summary.json"))).RootElement;
        Assert.Equal(mean, summary.GetProperty("accuracy").GetProperty("mean").GetDouble());
        Assert.Equal(3, summary.GetProperty("loss").GetProperty("values").GetArrayLength());
        Assert.All(results, fold => Assert.All(
            Enumerable.Range(0, 3), label => Assert.InRange(fold.Test.Predictions.Labels.Count(one => one == label), 13, 14)));
        Assert.Throws<SpecificationException>(() => CrossValidation.Create(Iris(), folder.File("cv")));
    }

    [Fact]
    public void Run_InterruptedAndResumed_GivesTheBytesOfTheUndisturbed()
    {
        CrossValidation.Create(Iris(), folder.File("whole")).Run();
        using (var cancel = new CancellationTokenSource())
        {
            var steps = 0;
            var progress = new Examples.Events(value =>
            {
                if (value is BatchEnded && ++steps == 20)
                {
                    cancel.Cancel();
                }
            });
            Assert.Single(CrossValidation.Create(Iris(), folder.File("parts")).Run(session => session.Run(progress, cancel.Token), cancel.Token));
        }

        Assert.False(File.Exists(folder.File("parts/summary.json")));
        Assert.True(CrossValidation.IsIn(folder.File("parts")));
        Assert.Equal(3, CrossValidation.Resume(folder.File("parts")).Run().Count);
        foreach (var file in (string[])["fold-1/model.safetensors", "fold-2/model.safetensors", "fold-3/model.safetensors", "summary.json", "recipe.json"])
        {
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{file}")), File.ReadAllBytes(folder.File($"parts/{file}")));
        }
    }

    [Fact]
    public void Fold_ByItself_IsTheSameRun()
    {
        CrossValidation.Create(Iris(), folder.File("cv")).Run();
        TrainingSession.Create(Iris() with { Fold = 2 }, folder.File("alone")).Run();
        Assert.Equal(File.ReadAllBytes(folder.File("cv/fold-2/model.safetensors")), File.ReadAllBytes(folder.File("alone/model.safetensors")));
    }

    [Theory]
    [InlineData(null, 2, "how many")]
    [InlineData(3, 4, "not one of 3")]
    public void Create_FoldThatIsNone_IsRefused(int? folds, int fold, string part)
        => Assert.Contains(
            part,
            Assert.Throws<SpecificationException>(() => TrainingSession.Create(Iris() with { Folds = folds, Fold = fold }, folder.File("no"))).Message,
            StringComparison.Ordinal);

    private static Recipe Iris() => new() { Source = "iris", Model = "linear 8, relu, linear 3", Epochs = 3, BatchSize = 16, Folds = 3 };
}
