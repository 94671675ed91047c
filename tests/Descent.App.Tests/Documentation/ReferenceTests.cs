using Descent.Reference;

namespace Descent.App.Tests.Documentation;

/// <summary>The reference pages are those that the Catalog makes.</summary>
public class ReferenceTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Made = new(() => ReferencePages.Make(Repository.PathOf()));

    [Fact]
    public void Pages_AreWhatTheCatalogMakes()
    {
        var folder = Repository.PathOf("docs", "reference");
        var found = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), path => File.ReadAllText(path).ReplaceLineEndings("\n"));
        var stale = Made.Value.Keys.Union(found.Keys).Where(path => found.GetValueOrDefault(path) != Made.Value.GetValueOrDefault(path)).Order().ToArray();
        Assert.True(
            stale.Length == 0,
            $"Write the pages anew, with 'dotnet run -c Release --project docs/Descent.Reference': {string.Join(", ", stale.Take(10))} differ.");
    }

    [Fact]
    public void Pages_OfEveryConcept_TellFormulaSourceAndCode()
    {
        var pages = Made.Value.Where(page => page.Key.EndsWith(".md", StringComparison.Ordinal) && page.Key.Contains('/', StringComparison.Ordinal)).ToArray();
        Assert.True(pages.Length > 70);
        Assert.All(pages, page => Assert.All(
            (string[])[page.Key.StartsWith("findings/", StringComparison.Ordinal) ? "| found when |" : "| formula |", "| source |", "| in code |"],
            fact => Assert.True(page.Value.Contains(fact, StringComparison.Ordinal), $"{page.Key} has no line {fact}")));
    }

    [Theory]
    [InlineData("activations/elu", "| -4 | -0.9817 | 0.0183 |")]
    [InlineData("losses/mean-squared-error", "| 4 | 9 | 6 |")]
    [InlineData("losses/mean-absolute-error", "| 4 | 3 | 1 |")]
    [InlineData("losses/hinge", "| 0 | 1 | -1 |")]
    public void Values_OfKnownFunctions_AreRight(string page, string row) => Assert.Contains(row, Made.Value[$"{page}.md"], StringComparison.Ordinal);
}
