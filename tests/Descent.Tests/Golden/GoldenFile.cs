using System.Collections.Concurrent;
using System.Text.Json;

namespace Descent.Tests.Golden;

/// <summary>A file of reference values, read once.</summary>
public sealed class GoldenFile
{
    private static readonly ConcurrentDictionary<string, GoldenFile> Read = new();

    private GoldenFile(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        Cases = json.RootElement.GetProperty("cases").EnumerateArray().Select(element => new GoldenCase(element.Clone())).ToArray();
    }

    public IReadOnlyList<GoldenCase> Cases { get; }

    /// <summary>The file, such as <c>losses.json</c>; skips the test where it is not on this machine.</summary>
    public static GoldenFile Load(string name) => Read.GetOrAdd(GoldenFolder.Required(name), path => new GoldenFile(path));

    /// <summary>The cases of one kind; there must be some.</summary>
    public IReadOnlyList<GoldenCase> Of(string kind)
    {
        var cases = Cases.Where(one => one.Kind == kind).ToArray();
        Assert.True(cases.Length > 0, $"There is no reference case of the kind '{kind}'.");
        return cases;
    }
}
