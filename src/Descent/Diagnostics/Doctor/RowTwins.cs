using System.Runtime.InteropServices;

namespace Descent;

/// <summary>
/// Samples with the same inputs. Where inputs take few values, samples are the same by chance and nothing is wrong: a pair counts only when
/// by the shares of its values, taken as independent, no other such sample was to be expected.
/// </summary>
internal sealed class RowTwins
{
    private const int MostNumbers = 1 << 25;
    private const double Expected = 0.01;

    private readonly Dataset train;
    private readonly Dictionary<ulong, List<int>> rows = [];
    private readonly Dictionary<float, int>[] counts;
    private readonly DataSample sample;
    private readonly float[] input;
    private IReadOnlyList<IReadOnlyList<int>>? contradicting;

    /// <summary>Takes in the training samples, or as many as bounded time allows.</summary>
    public RowTwins(DataSample sample)
    {
        (this.sample, train) = (sample, sample.Data);
        input = new float[train.InputShape.Count];
        counts = [.. sample.Features.Count == 0 ? [] : sample.Columns.Select(column => column.CountBy(value => value).ToDictionary())];
        var known = DataSample.Draw(train.Count, Math.Max(1, MostNumbers / input.Length), "doctor twins");
        Known = known.Length;
        foreach (var row in known)
        {
            if (Hash(train, row) is { } hash)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(rows, hash, out _) ??= [];
                rows[hash].Add(row);
            }
        }
    }

    /// <summary>How many training samples were taken in.</summary>
    public int Known { get; }

    /// <summary>The share of the training samples that have another one with the same inputs, not by chance.</summary>
    public double ShareWithin => Math.Min(1, (double)Groups().Sum(group => group.Count) / Known * train.Count / Known);

    /// <summary>Groups of training samples with the same inputs that are not the same by chance.</summary>
    public IEnumerable<IReadOnlyList<int>> Groups() => rows.Values.Where(group => group.Count > 1 && IsSurprising(train, group[0], group.Count));

    /// <summary>Those of the groups whose samples have different classes.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Contradicting
        => contradicting ??= [.. Groups().Where(group => group.Any(row => train.Labels[row] != train.Labels[group[0]]))];

    /// <summary>Whether a training sample has the inputs of another as they may be by chance, where values are few.</summary>
    public bool IsRepeatedByChance(int row)
        => Hash(train, row) is { } hash && rows.TryGetValue(hash, out var same) && same.Count > 1 && !IsSurprising(train, row, same.Count);

    /// <summary>The training sample with the inputs and the target of one of another part, not by chance; null where there is none.</summary>
    public int? TwinOf(Dataset part, int row)
    {
        if (Hash(part, row) is not { } hash || !rows.TryGetValue(hash, out var same))
        {
            return null;
        }

        var twin = same.FindIndex(other => HasTarget(part, row, other));
        return twin >= 0 && IsSurprising(part, row, same.Count) ? same[twin] : null;
    }

    private bool HasTarget(Dataset part, int row, int other)
    {
        var width = train.OutputCount;
        return train.Task == TaskKind.Classification ? part.Labels[row] == train.Labels[other]
            : part.Values.Slice(row * width, width).SequenceEqual(train.Values.Slice(other * width, width));
    }

    /// <summary>A number that samples of the same inputs have in common; null for one that is the same everywhere, such as an empty image.</summary>
    private ulong? Hash(Dataset data, int row)
    {
        data.CopyInputs([row], input);
        if (input.Length > 1 && !input.AsSpan().ContainsAnyExcept(input[0]))
        {
            return null;
        }

        var hash = 0xCBF29CE484222325;
        foreach (var bits in MemoryMarshal.Cast<float, uint>(input))
        {
            hash = (hash ^ bits) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private bool IsSurprising(Dataset data, int row, int copies)
    {
        data.CopyInputs([row], input);
        var expected = Math.Log(train.Count);
        foreach (var feature in sample.Features)
        {
            // A category is one value, whose place is the one that is not 0. What copies add to the count of a value is no evidence for chance.
            var at = feature.First + Math.Max(0, feature.Width == 1 ? 0 : input.AsSpan(feature.First, feature.Width).IndexOfAnyExcept(0f));
            expected += Math.Log((double)Math.Max(1, counts[at].GetValueOrDefault(input[at]) - copies + 1) / sample.Count);
        }

        return sample.Features.Count == 0 || expected < Math.Log(Expected);
    }
}
