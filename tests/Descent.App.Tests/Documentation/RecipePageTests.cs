using System.Text.Json;
using Descent.App.Tests.Cli;
using Descent.Cli;

namespace Descent.App.Tests.Documentation;

/// <summary>The page about recipes and the schema are what the code reads.</summary>
public sealed class RecipePageTests : IDisposable
{
    private const string Page = "docs/guide/recipes.md";

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Example_OfThePage_TrainsForAnEpoch()
    {
        var recipe = Recipe.FromTree(YamlTree.Parse(Example(), "recipe.yaml"), "recipe.yaml");
        Assert.Equal("houses.csv", recipe.Source);
        Assert.True(Recipe.Fields.Count(field => field.Get(recipe) is not null) >= 20);
        place.Write("recipe.yaml", Example());
        place.Write("houses.csv", "id,area,rooms,district,price\n" + string.Concat(Enumerable.Range(0, 150).Select(i =>
            FormattableString.Invariant($"{i},{40 + (i * 37 % 150)},{(i % 11 == 0 ? "?" : 1 + (i % 5))},{i % 3},{(3 * (40 + (i * 37 % 150))) + (i % 3)}\n"))));
        var events = place.Run("train", "recipe.yaml", "--epochs", "1", "--json", "--out", "run").Expect(0).Json;
        Assert.Equal("linear 32, relu, dropout 0.1, linear 16, relu, linear 1", events[0].GetProperty("model").GetString());
        Assert.Equal("end", events[^1].GetProperty("event").GetString());
    }

    [Fact]
    public void Table_OfThePage_TellsOfEveryField()
        => Assert.All(Recipe.Fields, field => Assert.Contains(
            $"| `{field.Name}` | {(field.Option is { } option ? $"`{option}` " : "")}| {field.Meaning} |", Markdown.Prose(Page)));

    [Fact]
    public void Schema_IsWhatTheCodeMakes()
        => Assert.True(
            File.ReadAllText(Repository.PathOf("docs", "recipe.schema.json")).ReplaceLineEndings("\n") == RecipeSchema.ToJson(),
            "Write docs/recipe.schema.json anew, with 'dotnet run -c Release --project docs/Descent.Reference'.");

    [Fact]
    public void Schema_KnowsEveryFieldAndName()
    {
        var properties = JsonDocument.Parse(RecipeSchema.ToJson()).RootElement.GetProperty("properties");
        Assert.Equal(Recipe.Fields.Select(field => field.Name), properties.EnumerateObject().Select(property => property.Name).Skip(1).SkipLast(1));
        var losses = properties.GetProperty("loss").GetProperty("anyOf");
        Assert.Equal(
            Catalog.Losses.SelectMany(definition => definition.Aliases.Prepend(definition.Name)).Distinct(),
            losses[0].GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
        var pattern = losses[1].GetProperty("pattern").GetString()!;
        Assert.Matches(pattern, "huber delta=1.5");
        Assert.DoesNotMatch(pattern, "hubber delta=1.5");
        var model = properties.GetProperty("model").GetProperty("anyOf")[0].GetProperty("pattern").GetString()!;
        Assert.All((string[])["linear 64, relu", "relu", "residual-of(linear 4)"], text => Assert.Matches(model, text));
    }

    [Fact]
    public void Mistakes_OfThePage_AreThoseThatAreSaid()
    {
        var shown = string.Join('\n', Markdown.Blocks(Page).Select(block => block.Code));
        var said = Assert.Throws<SpecificationException>(() => YamlTree.Parse("source: iris\nepochs: 3\nseed: 1\nloss:\n\t- x\n", "recipe.yaml"));
        Assert.Contains(said.Message, shown, StringComparison.Ordinal);
        var unknown = Assert.Throws<SpecificationException>(
            () => Recipe.FromTree(YamlTree.Parse("\n\n  source: iris\n  optmizer: adam\n", "recipe.yaml"), "recipe.yaml"));
        Assert.Contains(unknown.Message, shown, StringComparison.Ordinal);
    }

    private static string Example() => Markdown.Blocks(Page).Single(block => block.Heading == "yaml").Code;
}
