using Descent.Cli;

namespace Descent.App.Tests.Cli;

public sealed class CatalogTests : IDisposable
{
    private readonly Workplace place = new();

    public static TheoryData<string> Kinds => new(CatalogKind.All.Select(kind => kind.Name));

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void List_Kind_NamesEveryDefinition(string name)
    {
        var kind = CatalogKind.Find(name);
        var listed = place.Run("list", kind.Plural, "--json").Expect(0).Json.Select(line => line.GetProperty("name").GetString());
        Assert.Equal(kind.Definitions().Select(definition => definition.Name), listed);
        var text = place.Run("list", kind.Name).Expect(0).Output;
        Assert.All(kind.Definitions(), definition => Assert.Contains(definition.Name, text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_EveryDefinition_ShowsAllThatItSays(string name)
    {
        var kind = CatalogKind.Find(name);
        foreach (var definition in kind.Definitions())
        {
            var writer = new StringWriter();
            Descent.Cli.Rendering.DefinitionText.Write(writer, kind, definition, 4000);
            Assert.Contains(definition.Summary, writer.ToString(), StringComparison.Ordinal);
            Assert.Contains(definition.Formula, writer.ToString(), StringComparison.Ordinal);
            Assert.Contains(definition.Source, writer.ToString(), StringComparison.Ordinal);
            Assert.All(definition.Options, option => Assert.Contains(option.Meaning, writer.ToString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Show_Activation_HasAPlotThatFits()
    {
        var text = place.Run("show", "activation", "elu").Expect(0).Output;
        Assert.Contains("alpha", text, StringComparison.Ordinal);
        Assert.Contains(text, letter => letter is > '\u2800' and <= '\u28FF');
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Show_AliasAndPlural_FindTheLoss()
    {
        var json = place.Run("show", "losses", "mse", "--json").Expect(0).Json.Single();
        Assert.Equal("mean-squared-error", json.GetProperty("name").GetString());
        Assert.NotEmpty(json.GetProperty("formula").GetString()!);
    }

    [Fact]
    public void Show_NameAlone_IsLookedForEverywhere()
    {
        Assert.Contains("adam: optimizer.", place.Run("show", "Adam").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'adam'", place.Run("show", "adma").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("descent list losses", place.Run("show", "loss").Expect(2).Error, StringComparison.Ordinal);
        var several = place.Run("show", "cross entropy").Expect(0).Output;
        Assert.StartsWith("cross-entropy: loss.", several, StringComparison.Ordinal);
        Assert.Contains("Also called so: descent show example cross-entropy", several, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_Example_IsItsSource()
    {
        var source = File.ReadAllText(Repository.PathOf("examples", "02-xor.cs")).ReplaceLineEndings("\n").TrimEnd();
        Assert.Contains(source, place.Run("show", "example", "xor").Expect(0).Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Datasets_OfTheCatalog_AreThoseThatTrainingTakes()
        => Assert.Equal(
            DataSource.BuiltIn.Concat(DataSource.Downloadable).Order(),
            Catalog.Datasets.Select(definition => definition.Name).Order());

    [Fact]
    public void Create_EveryBuiltInDataset_GivesSamples()
    {
        foreach (var definition in Catalog.Datasets.Where(definition => DataSource.BuiltIn.Contains(definition.Name)))
        {
            var split = definition.Create(new OptionValues(definition.Name, definition.Options, new Dictionary<string, string>()))(null, 1);
            Assert.True(split.Train.Count > split.Test.Count && split.Test.Count > 0);
        }
    }
}
