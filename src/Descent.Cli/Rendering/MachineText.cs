using System.Text.Json;

namespace Descent.Cli.Rendering;

/// <summary>What the machine is and what it can do at most.</summary>
internal static class MachineText
{
    /// <summary>Writes it for people.</summary>
    public static void Write(TextWriter writer, MachinePeak peak, int width)
    {
        var table = new TextTable();
        table.Add("processor", Processor.Name);
        table.Add("threads", $"{peak.Threads} of {Environment.ProcessorCount}");
        table.Add("vectors", $"{MachinePeak.VectorBits} bits");
        table.Add("peak", peak.Threads == 1
            ? Rates.Flops(peak.Flops)
            : $"{Rates.Flops(peak.Flops)}, one thread {Rates.Flops(peak.CoreFlops)}");
        table.Add("copy", string.Join(", ", peak.CopyRates.Select(rate => $"{Rates.Bytes(rate.BytesPerSecond)} of {Size(rate.Bytes)}")));
        if (peak.HandOutSeconds > 0)
        {
            table.Add("sharing", $"{Rates.Duration(peak.HandOutSeconds)} until {peak.Threads} threads have taken work and are known to be done");
        }

        table.Write(writer, width);
    }

    /// <summary>Writes it as fields of an object.</summary>
    public static void WriteJson(Utf8JsonWriter line, MachinePeak peak)
    {
        line.WriteString("processor", Processor.Name);
        line.WriteNumber("processors", Environment.ProcessorCount);
        line.WriteNumber("threads", peak.Threads);
        line.WriteNumber("vectorBits", MachinePeak.VectorBits);
        line.Number("coreFlopsPerSecond", peak.CoreFlops);
        line.Number("flopsPerSecond", peak.Flops);
        line.Number("handOutSeconds", peak.HandOutSeconds);
        line.WriteStartArray("copies");
        foreach (var rate in peak.CopyRates)
        {
            line.WriteStartObject();
            line.WriteNumber("bytes", rate.Bytes);
            line.Number("bytesPerSecond", rate.BytesPerSecond);
            line.WriteEndObject();
        }

        line.WriteEndArray();
    }

    private static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
