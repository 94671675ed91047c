using Descent.Cli.Benchmarks;

namespace Descent.Cli.Rendering;

/// <summary>The results of <c>descent bench</c> for people and for programs.</summary>
internal static class BenchText
{
    /// <summary>Writes a table of all results.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<QuickResult> results, int width)
    {
        string[] head = ["time", "rate", "of peak", "what"];
        var rows = results.Select(result => new[]
        {
            Rates.Duration(result.Seconds), Rate(result), Rates.Percent(result.Fraction), result.Benchmark.Name,
        }).Prepend(head).ToArray();
        TextTable.WithNumbers(rows).Write(writer, width);
    }

    /// <summary>Writes one object on one line.</summary>
    public static void WriteJson(QuickResult result) => JsonLines.Write(line =>
    {
        line.WriteString("event", "benchmark");
        line.WriteString("kind", result.Benchmark.Kind);
        line.WriteString("name", result.Benchmark.Name);
        line.Number("seconds", result.Seconds);
        line.Number("flops", result.Cost.Flops);
        line.Number("bytes", result.Cost.Bytes);
        line.Number("leastSeconds", result.LeastSeconds);
        line.Number("fractionOfPeak", result.Fraction);
        line.Number("samplesPerSecond", result.Benchmark.Samples == 0 ? null : result.Benchmark.Samples / result.Seconds);
    });

    private static string Rate(QuickResult result)
        => result.Benchmark.Samples > 0 ? $"{Numbers.Count(result.Benchmark.Samples / result.Seconds)} samples/s"
            : result.IsBoundByArithmetic ? Rates.Flops(result.Cost.Flops / result.Seconds)
            : Rates.Bytes(result.Cost.Bytes / result.Seconds);
}
