using System.Text.Json;

namespace Descent.App.Tests.Training;

/// <summary>A run folder in a temporary place, and what two of them must have in common.</summary>
internal sealed class TrainedFolder : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("descent-run-").FullName;

    public TrainedFolder() => Run = new RunFolder(Path.Combine(parent, "run"));

    public RunFolder Run { get; }

    public string[] Resume => ["train", "--resume", Run.Path, "--quiet"];

    public IEnumerable<string> Leftovers => Directory.EnumerateFiles(parent, "*.tmp", SearchOption.AllDirectories);

    public IEnumerable<string> Arguments(IEnumerable<string> training) => [.. training, "--out", Run.Path, "--quiet"];

    /// <summary>Where the last checkpoint stands; null where there is none.</summary>
    public (int Epoch, int Batch)? Position()
    {
        if (!File.Exists(Run.Checkpoints.Last))
        {
            return null;
        }

        var state = JsonDocument.Parse(SafeTensors.Read(Run.Checkpoints.Last).Metadata["descent.state"]).RootElement;
        return (state.GetProperty("epoch").GetInt32(), state.GetProperty("batch").GetInt32());
    }

    /// <summary>The model's file byte for byte, every tensor of the checkpoints bit for bit, and each epoch once with the same numbers.</summary>
    public void MustEqual(TrainedFolder other, string trial)
    {
        Assert.True(File.ReadAllBytes(Run.ModelFile).AsSpan().SequenceEqual(File.ReadAllBytes(other.Run.ModelFile)), $"{trial}: the models differ.");
        SameTensors(Run.Checkpoints.Last, other.Run.Checkpoints.Last, trial);
        SameTensors(Run.Checkpoints.Best, other.Run.Checkpoints.Best, trial);
        Assert.Equal(Metrics(other), Metrics(this));
        Assert.Empty(Leftovers);
    }

    public void Dispose() => Directory.Delete(parent, recursive: true);

    private static void SameTensors(string first, string second, string trial)
    {
        var (one, two) = (SafeTensors.Read(first), SafeTensors.Read(second));
        Assert.Equal(one.Tensors.Keys.Order(), two.Tensors.Keys.Order());
        foreach (var (name, tensor) in one.Tensors)
        {
            var (bits, others) = (tensor.ToDoubles().Select(BitConverter.DoubleToInt64Bits), two.Tensors[name].ToDoubles().Select(BitConverter.DoubleToInt64Bits));
            Assert.True(bits.SequenceEqual(others), $"{trial}: '{name}' of {Path.GetFileName(first)} differs.");
        }
    }

    /// <summary>The lines of the metrics without the times.</summary>
    private static string[] Metrics(TrainedFolder folder)
        => [.. File.ReadLines(folder.Run.MetricsFile).Select(line => string.Join(
            ", ",
            JsonDocument.Parse(line).RootElement.EnumerateObject()
                .Where(field => field.Name is not ("seconds" or "samplesPerSecond"))
                .Select(field => $"{field.Name} {field.Value.GetRawText()}")))];
}
