using System.Diagnostics;

namespace Descent;

/// <summary>Sums up what was computed, by operation and, where wanted, by shape.</summary>
internal sealed class ProfileObserver(bool byShape) : IExecutionObserver
{
    private readonly Dictionary<(ProfileKind Kind, string Name, string Shapes), Sum> sums = [];

    /// <inheritdoc/>
    public void Executed(Operation operation, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long ticks)
        => Add((ProfileKind.Operation, operation.Name, byShape ? Describe(inputs, outputs) : ""), operation.Cost(inputs, outputs), ticks);

    /// <inheritdoc/>
    public void Updated(string optimizer, OperationCost cost, long ticks) => Add((ProfileKind.Optimizer, optimizer, ""), cost, ticks);

    /// <summary>Adds the time that the loader took.</summary>
    public void Loaded(long ticks) => Add((ProfileKind.Loader, "loader", ""), default, ticks);

    /// <summary>The lines, hottest first; what they leave of the whole time is the rest.</summary>
    /// <param name="steps">The number of steps that were observed.</param>
    /// <param name="seconds">The time of all of them, loader included.</param>
    /// <param name="peak">The machine.</param>
    public IReadOnlyList<ProfileLine> Lines(int steps, double seconds, MachinePeak peak)
    {
        var known = sums.Values.Sum(sum => Seconds(sum.Ticks));
        var lines = sums.Select(pair => Line(pair.Key, pair.Value, steps, seconds, peak)).ToList();
        var rest = Math.Max(0, seconds - known);
        lines.Add(new ProfileLine(ProfileKind.Rest, "rest", "", 1, rest / steps, rest / seconds, default, 0, false));
        return [.. lines.OrderByDescending(line => line.Seconds)];
    }

    private static ProfileLine Line(
        (ProfileKind Kind, string Name, string Shapes) key, Sum sum, int steps, double seconds, MachinePeak peak)
    {
        var time = Seconds(sum.Ticks);
        return new ProfileLine(
            key.Kind, key.Name, key.Shapes, (double)sum.Calls / steps, time / steps, time / seconds, sum.Cost * (1.0 / steps),
            sum.Calls * peak.LeastSeconds(sum.Cost * (1.0 / sum.Calls)) / steps, peak.IsBoundByArithmetic(sum.Cost * (1.0 / sum.Calls)));
    }

    private static double Seconds(long ticks) => ticks / (double)Stopwatch.Frequency;

    private static string Describe(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var from = string.Join(", ", inputs.ToArray().Select(tensor => tensor.Shape.ToString()));
        return $"{from} -> {string.Join(", ", outputs.ToArray().Select(tensor => tensor.Shape.ToString()))}";
    }

    private void Add((ProfileKind Kind, string Name, string Shapes) key, OperationCost cost, long ticks)
    {
        if (!sums.TryGetValue(key, out var sum))
        {
            sums.Add(key, sum = new Sum());
        }

        sum.Calls++;
        sum.Ticks += ticks;
        sum.Cost += cost;
    }

    private sealed class Sum
    {
        public long Calls { get; set; }

        public long Ticks { get; set; }

        public OperationCost Cost { get; set; }
    }
}
