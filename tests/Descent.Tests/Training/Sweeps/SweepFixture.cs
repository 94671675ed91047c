namespace Descent.Tests.Training.Sweeps;

/// <summary>Small sweeps in folders of their own, removed with all in them.</summary>
public sealed class SweepFixture : IDisposable
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("descent-sweep-").FullName;

    /// <summary>A quick training.</summary>
    public static Recipe Iris => new() { Source = "iris", Model = "linear 8, relu, linear 3", Epochs = 4 };

    /// <summary>A sweep over some fields.</summary>
    public static Recipe Vary(Recipe recipe, params string[] fields)
        => recipe with { Sweep = (recipe.Sweep ?? new SweepPlan()) with { Fields = [.. fields.Select(SweepField.Parse)] } };

    /// <summary>Twelve trials by chance.</summary>
    public static Recipe Twelve(ulong seed = 0)
        => Vary(Iris with { Sweep = new SweepPlan { Trials = 12, Seed = seed } }, "optimizer.rate=0.0001..0.1 log", "batchSize=16..48", "model.1.width=4,8,16");

    /// <summary>A path in the folder.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every file that must be the same whatever runs side by side and however often it was interrupted.</summary>
    public Dictionary<string, byte[]> Bytes(string name)
    {
        string[] patterns = ["sweep.json", "results.csv", "results.jsonl", "best.json", "recipe.json", "model.safetensors"];
        return patterns.SelectMany(pattern => Directory.GetFiles(PathOf(name), pattern, SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(PathOf(name), file), File.ReadAllBytes);
    }

    /// <summary>Fails unless two sweeps left the same files with the same bytes.</summary>
    public void MustEqual(string one, string other)
    {
        var (first, second) = (Bytes(one), Bytes(other));
        Assert.Equal(first.Keys.Order(), second.Keys.Order());
        Assert.All(first, file => Assert.True(file.Value.AsSpan().SequenceEqual(second[file.Key]), $"{file.Key} differs."));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
