namespace Descent.Benchmarks.Workloads;

/// <summary>All workloads, in the order of the report.</summary>
internal static class AllWorkloads
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } = [.. TrainingSteps.All, .. Inferences.All, DigitsFit.Workload];

    /// <summary>The workloads of a list such as <c>W2,W3-32</c>; a name also stands for all that begin with it.</summary>
    /// <exception cref="ArgumentException">A name is no workload's.</exception>
    public static IReadOnlyList<Workload> Named(string? names)
    {
        if (names is null)
        {
            return All;
        }

        var wanted = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = wanted.FirstOrDefault(name => !All.Any(workload => Matches(workload, name)));
        return unknown is null && wanted.Length > 0
            ? [.. All.Where(workload => wanted.Any(name => Matches(workload, name)))]
            : throw new ArgumentException(
                $"--only {unknown ?? names}: there is no such workload. There are: "
                + $"{string.Join(", ", All.Select(workload => workload.Id))}.");
    }

    private static bool Matches(Workload workload, string name)
        => workload.Id.Equals(name, StringComparison.OrdinalIgnoreCase)
            || workload.Id.StartsWith($"{name}-", StringComparison.OrdinalIgnoreCase);
}
