using System.Reflection;
using Descent.Tests.WorkedExamples;
using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>
/// No kind of reference value is left out: each is named in a static list, a property whose name ends with Kinds, of a class whose tests
/// run what the list names.
/// </summary>
public class GoldenCompletenessTests(ITestOutputHelper output)
{
    private static readonly string[] Files =
    [
        "activations.json", "initializers.json", "layers.json", "losses.json", "metrics.json", "optimizers.json", "schedulers.json",
        "worked-examples.json",
    ];

    [SkippableFact]
    public void Files_OfTheFolder_AreAllKnown()
    {
        var folder = Path.GetDirectoryName(GoldenFolder.Required(Files[0]))!;
        Assert.Equal(Files.Order(), Directory.GetFiles(folder, "*.json").Select(Path.GetFileName).Order());
    }

    [SkippableFact]
    public void Kinds_OfEveryFile_AreRunBySomeTest()
    {
        var run = KindsRun();
        var kinds = Files
            .SelectMany(file => GoldenFile.Load(file).Cases.Select(one => (File: file, one.Kind)))
            .CountBy(one => one)
            .ToArray();
        foreach (var (kind, count) in kinds)
        {
            output.WriteLine($"{kind.File}, {kind.Kind}: {count} cases, {string.Join(" and ", run[kind.Kind].DefaultIfEmpty("NO TEST"))}");
        }

        var missing = kinds.Where(kind => !run[kind.Key.Kind].Any()).Select(kind => $"{kind.Key.Kind} of {kind.Key.File}").ToArray();
        Assert.True(missing.Length == 0, $"No test runs {string.Join(", ", missing)}.");
    }

    [SkippableFact]
    public void Kinds_OfEveryTest_AreInSomeFile()
    {
        var known = Files.SelectMany(file => GoldenFile.Load(file).Cases.Select(one => one.Kind));
        Assert.Empty(KindsRun().Select(run => run.Key).Except(known));
    }

    /// <summary>The kinds that some test runs, with the tests.</summary>
    internal static ILookup<string, string> KindsRun() => typeof(GoldenCompletenessTests).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(GoldenCase).Namespace || type == typeof(WorkedExamplesFileTests))
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.Name.EndsWith("Kinds", StringComparison.Ordinal))
            .SelectMany(property => Assert.IsType<TheoryData<string>>(property.GetValue(null)).Cast<object[]>())
            .Select(row => (Kind: (string)row[0], type.Name)))
        .ToLookup(one => one.Kind, one => one.Name);
}
