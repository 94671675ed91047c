using System.Globalization;

namespace Descent.Cli.Rendering;

/// <summary>Times, rates and shares of computations as people read them.</summary>
internal static class Rates
{
    /// <summary>A short time: 850 ns, 12.3 us, 4.56 ms, 1.23 s.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1e-6 => $"{Three(seconds * 1e9)} ns",
        < 1e-3 => $"{Three(seconds * 1e6)} µs",
        < 1 => $"{Three(seconds * 1e3)} ms",
        _ => $"{Three(seconds)} s",
    };

    /// <summary>Operations a second: 248 GFLOP/s.</summary>
    public static string Flops(double perSecond)
        => perSecond >= 1e12 ? $"{Three(perSecond / 1e12)} TFLOP/s" : $"{Three(perSecond / 1e9)} GFLOP/s";

    /// <summary>Bytes a second: 36.2 GB/s.</summary>
    public static string Bytes(double perSecond) => $"{Three(perSecond / 1e9)} GB/s";

    /// <summary>A part of the whole: 41 %; 0.4 % where whole ones would hide it; a dash for none.</summary>
    public static string Percent(double? part) => part is not { } number ? "-"
        : number is >= 0.1 or 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * number:0} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * number:0.0} %");

    /// <summary>Three digits: 0.123, 1.23, 12.3, 1,234.</summary>
    public static string Three(double value) => value switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}
