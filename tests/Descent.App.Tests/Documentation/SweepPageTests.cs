using Descent.App.Tests.Cli;
using Descent.Cli;

namespace Descent.App.Tests.Documentation;

/// <summary>The page about sweeps holds a recipe that is read as it says.</summary>
public sealed class SweepPageTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Example_OfThePage_IsASweepOfThirtyTrials()
    {
        var yaml = Markdown.Blocks("docs/guide/sweeps.md").Single(block => block.Heading == "yaml").Code;
        var sweep = Sweep.Create(Recipe.FromTree(YamlTree.Parse(yaml, "recipe.yaml"), "recipe.yaml"), place.PathOf("sweep"));
        Assert.Equal((30, "accuracy", 3), (sweep.Trials.Count, sweep.MetricName, sweep.Plan.Halving));
        Assert.Equal(["optimizer.rate", "optimizer", "batchSize", "model"], sweep.Trials[0].Values.Keys);
    }

    [Fact]
    public void Recipe_ThatIsWrong_IsNamedWithItsPlaceInYaml()
    {
        var yaml = "source: iris\nsweep:\n  fields:\n    batchSize: 16, x\n";
        var error = Assert.Throws<SpecificationException>(() => Recipe.FromTree(YamlTree.Parse(yaml, "recipe.yaml"), "recipe.yaml"));
        Assert.StartsWith("recipe.yaml:4:20: 'batchSize' is x, but must be a whole number", error.Message, StringComparison.Ordinal);
    }
}
