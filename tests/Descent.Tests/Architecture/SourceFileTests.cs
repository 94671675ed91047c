using System.Text.RegularExpressions;
using Descent.App.Tests;

namespace Descent.Tests.Architecture;

/// <summary>What holds for every source file.</summary>
public partial class SourceFileTests
{
    private const int MostLines = 500;
    private const int WidestMedian = 100;

    [Fact]
    public void Source_Files_AreShort()
    {
        var lengths = SourceCode.Paths().Select(path => (Path: path, Lines: Lines(path).Length)).OrderBy(file => file.Lines).ToArray();
        Assert.DoesNotContain(lengths, file => file.Lines > MostLines);
        Assert.InRange(lengths[lengths.Length / 2].Lines, 1, WidestMedian);
    }

    [Fact]
    public void Source_Files_LeaveNothingForLater()
        => Assert.Empty(SourceCode.Paths().SelectMany(path => Lines(path)
            .Select((line, index) => (Line: line, Place: $"{path}:{index + 1}"))
            .Where(line => Unfinished().IsMatch(line.Line))
            .Select(line => line.Place)));

    private static string[] Lines(string path) => File.ReadAllLines(Repository.PathOf("src", path));

    [GeneratedRegex(@"\b(TODO|FIXME|TBD|NotImplementedException)\b")]
    private static partial Regex Unfinished();
}
