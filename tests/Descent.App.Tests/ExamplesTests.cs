using Xunit.Abstractions;

namespace Descent.App.Tests;

/// <summary>Every program under examples/ builds, runs and reaches the result that it states; one after another.</summary>
[Collection("examples")]
public class ExamplesTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.cs").Select(path => Path.GetFileName(path)).Order());

    private static string Folder { get; } = Repository.PathOf("examples");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_Example_ReachesItsResult(string name)
    {
        var finished = await Dotnet.Run(Folder, new Dictionary<string, string>(), "run", name);
        output.WriteLine(finished.Output);
        Assert.True(finished.ExitCode == 0, $"{name} ended with {finished.ExitCode}.\n{finished.Output}\n{finished.Errors}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Source_Example_IsShortAndChecksItself(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name));
        Assert.InRange(lines.Length, 5, 110);
        Assert.Contains(lines, line => line.StartsWith("return ", StringComparison.Ordinal) && line.EndsWith("? 0 : 1;", StringComparison.Ordinal));
    }
}
