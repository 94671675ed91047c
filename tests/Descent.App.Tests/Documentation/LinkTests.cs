using System.Text.RegularExpressions;

namespace Descent.App.Tests.Documentation;

/// <summary>Every link inside the repository leads somewhere.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages => new(Markdown.Pages());

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_ToAFileOfTheRepository_Resolves(string page)
    {
        foreach (var target in Targets(page))
        {
            var (file, heading) = target.Split('#') is [var path, var anchor] ? (path, anchor) : (target, null);
            var full = file.Length == 0 ? Repository.PathOf(page) : Path.Combine(Path.GetDirectoryName(Repository.PathOf(page))!, file);
            Assert.True(Path.Exists(full), $"{page} links to {target}, which is not there.");
            Assert.True(heading is null || Anchors(full).Contains(heading), $"{page} links to {target}, which has no such heading.");
        }
    }

    [Fact]
    public void Readme_HasLinksToFollow() => Assert.True(Targets("README.md").Count() >= 5);

    private static IEnumerable<string> Targets(string page)
        => Markdown.Prose(page).SelectMany(line => Link().Matches(line))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static IEnumerable<string> Anchors(string file)
        => Markdown.Prose(file).Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)|(?:src|href)=""(?<target>[^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
