using Descent.App.Tests.Cli;
using Descent.Cli;

namespace Descent.App.Tests.Recipes;

/// <summary>What is wrong with a recipe is named with file, line and column.</summary>
public sealed class RecipeErrorTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("source: iris\n\n# note\noptmizer: adam\n", "recipe.yaml:4:1: there is no field 'optmizer'. Did you mean 'optimizer'?")]
    [InlineData("source: iris\nbatch-size: 3\n", "recipe.yaml:2:1: there is no field 'batch-size'. Did you mean 'batchSize'?")]
    [InlineData("source: iris\nepochs: ten\n", "recipe.yaml:2:9: 'epochs' is ten, but must be a whole number, 1 or larger.")]
    [InlineData("source: iris\nepochs: '3'\n", "recipe.yaml:2:9: 'epochs' is \"3\", but must be a whole number")]
    [InlineData("source: iris\nepochs: 0\n", "recipe.yaml:2:9: 'epochs' is 0, but must be a whole number, 1 or larger.")]
    [InlineData("source: iris\nepochs: 99999999999\n", "recipe.yaml:2:9: 'epochs' is 99999999999, but")]
    [InlineData("source: iris\nclipNorm: .nan\n", "recipe.yaml:2:11: 'clipNorm' is .nan, but must be a number, above 0.")]
    [InlineData("source: iris\ntestFraction: 1\n", "recipe.yaml:2:15: 'testFraction' is 1, but must be a number, above 0 and below 1.")]
    [InlineData("source: iris\nseed: -1\n", "recipe.yaml:2:7: 'seed' is -1, but must be a whole number, 0 or larger.")]
    [InlineData("source: iris\nloss: 5\n", "recipe.yaml:2:7: 'loss' is 5, but must be a text")]
    [InlineData("source: iris\nloss: {huber: 1}\n", "recipe.yaml:2:7: 'loss' is fields of its own, but must be a text")]
    [InlineData("source: iris\nloss: [huber]\n", "recipe.yaml:2:7: 'loss' is a list, but must be a text")]
    [InlineData("source: iris\nmissing: NA\n", "recipe.yaml:2:10: 'missing' is NA, but must be a list of texts")]
    [InlineData("source: iris\nmissing: [NA, null]\n", "recipe.yaml:2:15: 'missing' is null, but must be a list of texts")]
    [InlineData("source: iris\ntask: clasification\n", "recipe.yaml:2:7: 'task' is clasification, but must be \"classification\" or \"regression\". Did you mean 'classification'?")]
    [InlineData("source: iris\nepochs: 3\nepochs: 4\n", "recipe.yaml:3:1: the field 'epochs' is given twice; it was in line 2 before.")]
    [InlineData("source: iris\n\tepochs: 3\n", "recipe.yaml:2:1: a tab indents this line")]
    [InlineData("model:\n\t- relu\n", "recipe.yaml:2:1: a tab indents this line")]
    [InlineData("source: iris\nepochs: 2\n  seed: 3\n", "recipe.yaml:3:7: this is not YAML")]
    [InlineData("source: [iris\n", "recipe.yaml:2:1: this is not YAML")]
    [InlineData("source: \"iris\n", "this is not YAML")]
    [InlineData("source: \"\\UFFFFFFFF\"\n", "recipe.yaml:1:")]
    [InlineData("- source: iris\n", "recipe.yaml:1:1: a recipe is fields with values")]
    [InlineData("? [source]\n: iris\n", "recipe.yaml:1:3: the name of a field must be a word")]
    [InlineData("epochs: 3\n", "recipe.yaml:1:1: the field \"source\" is missing")]
    [InlineData("", "recipe.yaml:1:1: the field \"source\" is missing")]
    [InlineData("source:\n", "recipe.yaml:1:1: the field \"source\" is missing")]
    [InlineData("source: &a iris\ntarget: *a\n", "recipe.yaml:1:9: anchors (&name) and aliases (*name) are not read")]
    [InlineData("source: iris\ntarget: *a\n", "recipe.yaml:2:9: anchors")]
    [InlineData("source: !!str iris\n", "recipe.yaml:1:9: tags (!name) are not read")]
    [InlineData("source: iris\n---\nsource: iris\n", "recipe.yaml:2:1: a second document begins here")]
    public void Yaml_ThatIsWrong_IsNamedWithItsPlace(string yaml, string message)
    {
        var error = Assert.Throws<SpecificationException>(() => Recipe.FromTree(YamlTree.Parse(yaml, "recipe.yaml"), "recipe.yaml"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loss: hubber\n", "recipe.yaml:2:7: There is no loss 'hubber'. Did you mean 'huber'?")]
    [InlineData("loss: cross-entropy label-smoothing=2\n", "recipe.yaml:2:7: 'cross-entropy': label-smoothing=2 is not allowed")]
    [InlineData("optimizer: adam rat=1\n", "recipe.yaml:2:12: 'adam' has no option 'rat'")]
    [InlineData("schedule: warmup 5 then cosin\n", "recipe.yaml:2:11: There is no schedule 'cosin'. Did you mean 'cosine'")]
    [InlineData("model: linear 8, relo\n", "recipe.yaml:2:8: Layer 2 ('relo')")]
    [InlineData("model:\n  - linear 8\n  # note\n  - relo\n", "recipe.yaml:5:5: Layer 2 ('relo')")]
    [InlineData("model: |\n  linear 8\n  residual-of (relu,\n    linear 8)\n  relo\n", "recipe.yaml:6:1: Layer 3 ('relo')")]
    [InlineData("target: x\n", "recipe.yaml:2:9: 'target' is for tables of your own")]
    [InlineData("task: regression\n", "recipe.yaml:2:7: 'iris' is a data set for classification")]
    [InlineData("patience: 3\nvalidationFraction: 0\n", "recipe.yaml:2:11: patience 3 watches the validation loss")]
    [InlineData("scale: unit\n", "recipe.yaml:2:8: scale 'unit' is for images")]
    public void Value_ThatOnlyTheTrainingFindsWrong_IsNamedWithItsPlace(string yaml, string message)
    {
        var recipe = Recipe.FromTree(YamlTree.Parse($"source: iris\n{yaml}", "recipe.yaml"), "recipe.yaml");
        var error = Assert.ThrowsAny<DescentException>(() => TrainingSession.Create(recipe, place.PathOf("run")));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_OfAnOptionInsteadOfTheFile_IsNamedWithoutAPlace()
    {
        place.Write("recipe.yaml", "source: iris\nloss: hubber\n");
        Assert.Contains("recipe.yaml:2:7: There is no loss 'hubber'", place.Run("train", "recipe.yaml").Expect(2).Error, StringComparison.Ordinal);
        var error = place.Run("train", "recipe.yaml", "--loss", "crossentropie").Expect(2).Error;
        Assert.Contains("There is no loss 'crossentropie'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("recipe.yaml:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Command_ThatTakesARecipe_ReadsYaml()
    {
        place.Write("recipe.yml", "source: iris\nmodel: [linear 5, tanh, linear 3]\n");
        Assert.Contains("linear", place.Run("gradcheck", "recipe.yml").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("linear", place.Run("profile", "recipe.yml", "--seconds", "0.1", "--threads", "1").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("setosa", place.Run("data", "info", "recipe.yml").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("no recipe file 'nothere.yaml'", place.Run("train", "nothere.yaml").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsNoUtf8_IsRefusedWithThePlace()
    {
        File.WriteAllBytes(place.PathOf("bad.yaml"), [.. "source: iris\n# \u00e4 "u8, 0xFF, .. "\n"u8]);
        var error = Assert.Throws<SpecificationException>(() => RecipeFile.Read(place.PathOf("bad.yaml")));
        Assert.Contains("bad.yaml:2:5: this is no text in UTF-8", error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(place.PathOf("marked.yaml"), [0xEF, 0xBB, 0xBF, .. "source: iris\n"u8]);
        Assert.Equal("iris", RecipeFile.Read(place.PathOf("marked.yaml")).Source);
    }
}
