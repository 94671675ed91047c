using System.Runtime.InteropServices;

namespace Descent;

/// <summary>What the processor calls itself.</summary>
public static class Processor
{
    private const string LinuxFile = "/proc/cpuinfo";
    private const string LinuxField = "model name";

    /// <summary>The processor's name; where the system does not tell it, the architecture.</summary>
    public static string Name { get; } = (Linux() ?? Windows() ?? RuntimeInformation.ProcessArchitecture.ToString()).Trim();

    private static string? Linux()
    {
        var lines = File.Exists(LinuxFile) ? File.ReadLines(LinuxFile) : [];
        return lines.FirstOrDefault(line => line.StartsWith(LinuxField, StringComparison.Ordinal))?.Split(':', 2)[^1];
    }

    private static string? Windows() => Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
}
