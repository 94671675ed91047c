using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.App.Tests.Documentation;

namespace Descent.App.Tests.Benchmarks;

/// <summary>The comparison with other libraries, without them: what it writes is what its page describes.</summary>
public sealed partial class CompareTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("descent-compare-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Compare_OneOfEach_WritesTheFormThatIsDescribed()
    {
        var finished = await Run(
            "--only", "W1-1,W2b", "--kernels", "64x64x64 NN", "--quick", "--without-peers", "--threads", "2", "--out", folder);
        Assert.True(finished.ExitCode == 0, finished.Output + finished.Errors);
        Assert.Contains("| W1-1: 2-2-1 sigmoid", finished.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(folder, "*.json"))));
        var root = report.RootElement;
        Assert.Equal(Described().Select(row => row.Field), Names(root));
        foreach (var (field, parts) in Described().Where(row => row.Parts.Length > 1 && row.Field != "programs"))
        {
            var value = root.GetProperty(field);
            var (example, expected) = value.ValueKind == JsonValueKind.Array
                ? (value[0], parts)
                : (value, [.. parts.Except(["bytes", "bytesPerSecond"])]);
            Assert.Equal(expected.Order(), Names(example).Order());
        }

        var workload = root.GetProperty("workloads")[0];
        Assert.Equal("W1-1", workload.GetProperty("id").GetString());
        Assert.True(workload.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, workload.GetProperty("ratio").ValueKind);
        Assert.InRange(Assert.Single(root.GetProperty("kernels").EnumerateArray()).GetProperty("fractionOfPeak").GetDouble(), 0, 1.5);
        Assert.Contains("## Workloads", File.ReadAllText(Assert.Single(Directory.GetFiles(folder, "*.md"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--only W9", "--only W9: there is no such workload. There are: W1-1,")]
    [InlineData("--kernels nothing", "No kernel has 'nothing' in its name")]
    [InlineData("--threads none", "--threads none is not allowed")]
    [InlineData("--python", "--python needs a value")]
    [InlineData("--fast", "There is no option '--fast'")]
    public async Task Compare_WrongOption_SaysWhatIsWrong(string arguments, string message)
    {
        var finished = await Run(arguments.Split(' '));
        Assert.Equal(2, finished.ExitCode);
        Assert.StartsWith($"bench/compare: {message}", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_WithoutPython_SaysHowToHaveThePeersAndGoesOn()
    {
        var finished = await Run("--only", "W1-1", "--quick", "--python", Path.Combine(folder, "no-python"), "--out", folder);
        Assert.True(finished.ExitCode == 0, finished.Output + finished.Errors);
        Assert.Contains(
            "No peer torch_peer: it goes without. To have it: on Debian, apt-get install python3-torch",
            finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_WithoutCompilerOfC_SaysHowToHaveThePeerAndGoesOn()
    {
        var environment = new Dictionary<string, string> { ["CC"] = Path.Combine(folder, "no-compiler") };
        var finished = await Run(environment, "--kernels", "4,096 x 10", "--quick", "--out", folder);
        Assert.True(finished.ExitCode == 0, finished.Output + finished.Errors);
        Assert.Contains("No peer in C: the rows of bandwidth go without. To have it: a compiler of C", finished.Errors, StringComparison.Ordinal);
        Assert.Contains("C, Zen 5 |", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfWorkloads_IsWhatTheTorchPeerKnows()
    {
        var finished = await Run("--list");
        var peer = File.ReadAllText(Repository.PathOf("bench", "peers", "torch_peer.py"));
        Assert.All(
            finished.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains($"\"{line.Split(' ')[0]}\":", peer, StringComparison.Ordinal));
    }

    private static Task<Finished> Run(params string[] arguments) => Run([], arguments);

    private static Task<Finished> Run(Dictionary<string, string> environment, params string[] arguments)
    {
        // The folder that this was built into ends with the configuration and the framework, and so does the program's.
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.PathOf("bench", "Descent.Benchmarks", "bin", built.Parent!.Name, built.Name, "Descent.Benchmarks.dll");
        return Dotnet.Run(Repository.PathOf(), environment, [program, .. arguments]);
    }

    /// <summary>The rows of the table of fields, with the words in code type of each.</summary>
    private static IEnumerable<(string Field, string[] Parts)> Described() => Markdown.Prose("bench/README.md")
        .SkipWhile(line => !line.StartsWith("| field", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => Code().Matches(line).Select(match => match.Groups[1].Value).ToArray())
        .Select(words => (words[0], words[1..]));

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();
}
