namespace Descent.App.Tests;

/// <summary>The code of the guide is code that runs: a block of C# names a file and is a part of it.</summary>
public class GuideTests
{
    private const string Fence = "```";

    public static TheoryData<string> Pages => new(
        Directory.GetFiles(Repository.PathOf("docs", "guide"), "*.md").Select(path => Path.GetFileName(path)).Order());

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeBlock_OfCSharp_IsPartOfTheFileThatItNames(string page)
    {
        foreach (var (heading, code) in CSharpBlocks(page))
        {
            var file = heading["csharp".Length..].Trim();
            Assert.True(file.Length > 0, $"{page} has C# that names no file:\n{code}");
            var source = File.ReadAllText(Repository.PathOf(file));
            Assert.True(source.Contains(code, StringComparison.Ordinal), $"{page}: {file} does not contain\n{code}");
        }
    }

    [Fact]
    public void GettingStarted_HasItsBlocks()
        => Assert.True(CSharpBlocks("getting-started.md").Count() >= 6);

    private static IEnumerable<(string Heading, string Code)> CSharpBlocks(string page)
        => Blocks(Repository.PathOf("docs", "guide", page)).Where(block => block.Heading.StartsWith("csharp", StringComparison.Ordinal));

    private static IEnumerable<(string Heading, string Code)> Blocks(string page)
    {
        string? heading = null;
        var code = new List<string>();
        foreach (var line in File.ReadLines(page))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                code.Add(line);
                continue;
            }

            if (heading is not null)
            {
                yield return (heading, string.Join('\n', code));
            }

            heading = heading is null ? line[Fence.Length..] : null;
            code.Clear();
        }
    }
}
