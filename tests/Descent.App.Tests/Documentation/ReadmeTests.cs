namespace Descent.App.Tests.Documentation;

/// <summary>The README keeps its promises: its C# runs in <see cref="PackageTests"/>, its commands are those that are checked.</summary>
public class ReadmeTests
{
    [Fact]
    public void Readme_Commands_AreThoseOfTheChecks()
    {
        const string Test = "dotnet test -c Release";
        var shell = Markdown.Blocks("README.md").Where(block => block.Heading == "sh").SelectMany(block => block.Code.Split('\n')).ToArray();
        Assert.Contains("dotnet run -c Release --project src/Descent.Cli -- train digits", shell);
        Assert.Contains(Test, shell);
        Assert.Contains(Test, File.ReadAllLines(Repository.PathOf("check")));
        Assert.Contains($"run \"Tests\" {Test}", File.ReadAllLines(Repository.PathOf(".ci", "run")));
    }

    [Fact]
    public void Readme_Length_IsReadable() => Assert.InRange(File.ReadAllLines(Repository.PathOf("README.md")).Length, 50, 150);

    [Fact]
    public void Readme_CSharp_IsTenLinesAndTheFirstExample()
    {
        var (_, code) = Assert.Single(Markdown.Blocks("README.md"), block => block.Heading == "csharp");
        Assert.Equal(10, code.Split('\n').Length);
        Assert.Contains(WithoutSpaces(code), WithoutSpaces(File.ReadAllText(Repository.PathOf("examples", "00-digits.cs"))), StringComparison.Ordinal);
    }

    private static string WithoutSpaces(string code) => string.Concat(code.Where(letter => !char.IsWhiteSpace(letter)));
}
