namespace Descent.App.Tests.Documentation;

/// <summary>The code of the documentation is code that runs: a block of C# names a file and is a part of it.</summary>
public class CodeBlockTests
{
    public static TheoryData<string> Pages => new(Markdown.Pages().Where(page => page.StartsWith("docs/", StringComparison.Ordinal)));

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

    [Theory]
    [InlineData("docs/guide/getting-started.md", 6)]
    [InlineData("docs/adding-an-operation.md", 3)]
    public void Page_OfCode_HasItsBlocks(string page, int atLeast) => Assert.True(CSharpBlocks(page).Count() >= atLeast);

    private static IEnumerable<(string Heading, string Code)> CSharpBlocks(string page)
        => Markdown.Blocks(page).Where(block => block.Heading.StartsWith("csharp", StringComparison.Ordinal));
}
