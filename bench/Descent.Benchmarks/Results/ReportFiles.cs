using System.Text;
using System.Text.Json;

namespace Descent.Benchmarks.Results;

/// <summary>Writes a report beside those of other processors.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>PROCESSOR.md</c> and <c>PROCESSOR.json</c> into a folder and returns the path of the first.</summary>
    public static string Write(Report report, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName(report.Machine.Processor));
        File.WriteAllText($"{path}.json", JsonSerializer.Serialize(report, Readable) + "\n");
        File.WriteAllLines($"{path}.md", Page(report));
        return $"{path}.md";
    }

    /// <summary>A processor's name as a file's: small letters, digits and hyphens.</summary>
    private static string FileName(string processor)
    {
        var name = new StringBuilder();
        foreach (var letter in processor.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                name.Append(letter);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().TrimEnd('-');
    }

    private static IEnumerable<string> Page(Report report)
    {
        var peers = report.Peers.Count == 0 ? "no peer" : string.Join(", ", report.Peers);
        return
        [
            $"# Benchmarks on {report.Machine.Processor}",
            "",
            $"Written by `bench/compare` on {report.Date:yyyy-MM-dd}, against {peers}; medians of {report.Rounds} rounds. "
                + "What the columns mean: [README](../README.md).",
            "",
            .. ReportText.Machine(report.Machine),
            .. Part("Workloads", ReportText.Workloads(report.Workloads), report.Workloads.Count),
            .. Part("Scaling", ReportText.Scaling(report.Scaling), report.Scaling.Count),
            .. Part("Programs", ReportText.Programs(report.Programs), report.Programs.Count),
            .. Part("Kernels", ReportText.Arithmetic(report.Kernels), report.Kernels.Count(kernel => kernel.Flops > 0)),
            .. Part("Bandwidth", ReportText.Traffic(report.Kernels), report.Kernels.Count(kernel => kernel.Flops == 0)),
        ];
    }

    private static IEnumerable<string> Part(string title, IEnumerable<string> lines, int count)
        => count == 0 ? [] : ["", $"## {title}", "", .. lines];
}
