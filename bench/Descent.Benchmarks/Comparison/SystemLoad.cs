using System.Globalization;

namespace Descent.Benchmarks.Comparison;

/// <summary>How busy the machine is.</summary>
internal static class SystemLoad
{
    private const string LinuxFile = "/proc/loadavg";

    /// <summary>Where bench/compare says the load before it built anything, which is a load of its own.</summary>
    private const string BeforeBuilding = "DESCENT_BENCH_LOAD";

    /// <summary>The average number of threads that wanted to run in the minute before; null where the system does not tell.</summary>
    public static double? Before()
        => Number(Environment.GetEnvironmentVariable(BeforeBuilding)) ?? (File.Exists(LinuxFile) ? Number(File.ReadAllText(LinuxFile)) : null);

    private static double? Number(string? text)
        => double.TryParse(text?.Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : null;
}
