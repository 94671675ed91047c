using System.Globalization;
using Descent.Tests.Data;

namespace Descent.Tests.Training;

/// <summary>Losses in recipes: those that need targets in their own unit, two outputs for a value, or weights from the data.</summary>
public class LossRecipeTests
{
    [Theory]
    [InlineData("poisson", 1)]
    [InlineData("poisson rate", 1)]
    [InlineData("msle", 1)]
    [InlineData("mape epsilon=1", 1)]
    [InlineData("gaussian-nll log-variance", 2)]
    [InlineData("quantile 0.5", 1)]
    public void Run_OfCounts_PredictsInTheUnitOfTheTarget(string loss, int outputs)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var rows = Enumerable.Range(0, 300).Select(_ =>
        {
            var x = random.NextDouble();
            return string.Create(CultureInfo.InvariantCulture, $"{x:F4},{Math.Round(Math.Exp(1 + (2 * x)))}");
        });
        var data = folder.Write("counts.csv", $"x,count\n{string.Join('\n', rows)}\n");
        var model = loss == "poisson rate" ? "linear 16, tanh, linear 1, softplus" : $"linear 16, tanh, linear {outputs}";
        var recipe = new Recipe { Source = data, Task = TaskKind.Regression, Loss = loss, Model = model };
        var session = TrainingSession.Create(recipe with { Epochs = 60, Optimizer = "adam 0.01" }, folder.File("run"));
        var test = session.Run().Test!;
        Assert.Equal(1, test.Predictions.Width);
        Assert.InRange(test.Metrics["r2"], 0.7, 1);
    }

    [Fact]
    public void Create_WithTwoOutputsForAValue_MakesAModelOfThem()
    {
        using var folder = new TemporaryFolder();
        var session = TrainingSession.Create(new Recipe { Source = "sine", Loss = "gaussian-nll log-variance" }, folder.File("run"));
        Assert.EndsWith("linear 2", session.Recipe.Model, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-entropy class-weights=balanced", "class-weights=")]
    [InlineData("bce pos-weight balanced", "pos-weight=")]
    public void Create_WithBalancedWeights_WritesThemIntoTheRecipe(string loss, string option)
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 100).Select(i => $"{i % 7},{i % 5},{(i % 4 == 0 ? "yes" : "no")}");
        var data = folder.Write("rare.csv", $"a,b,ill\n{string.Join('\n', rows)}\n");
        var session = TrainingSession.Create(new Recipe { Source = data, Loss = loss }, folder.File("run"));
        var texts = session.Recipe.Loss!.Split(option)[1].Split(',');
        var numbers = Array.ConvertAll(texts, text => double.Parse(text, CultureInfo.InvariantCulture));
        Assert.Equal(option == "pos-weight=" ? [3] : [2 / 3.0, 2], numbers, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Create_OfALossWithoutGradient_NamesWhatToTrainWithAndLeavesNoFolder()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<DescentException>(
            () => TrainingSession.Create(new Recipe { Source = "circles", Loss = "zero-one" }, folder.File("run")));
        Assert.Contains("'cross-entropy'", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public void Make_BalancedWithoutData_SaysWhatToGive()
    {
        static void Make() => Specification.Make("ce class-weights=balanced", Descent.Catalog.Losses, "loss");
        var error = Assert.Throws<SpecificationException>(Make);
        Assert.Contains(nameof(ClassBalance), error.Message, StringComparison.Ordinal);
    }
}
