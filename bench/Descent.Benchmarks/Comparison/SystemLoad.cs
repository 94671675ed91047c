using System.Globalization;

namespace Descent.Benchmarks.Comparison;

/// <summary>How busy the machine is.</summary>
internal static class SystemLoad
{
    private const string LinuxFile = "/proc/loadavg";

    /// <summary>The average number of threads that wanted to run in the last minute; null where the system does not tell.</summary>
    public static double? Now()
        => File.Exists(LinuxFile) && double.TryParse(File.ReadAllText(LinuxFile).Split(' ')[0], CultureInfo.InvariantCulture, out var load)
            ? load
            : null;
}
