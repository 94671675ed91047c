using System.Globalization;

namespace Descent.Cli.Rendering;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    /// <summary>Four decimals, or an exponent where that would hide the number.</summary>
    public static string Short(double value)
        => value == 0 || (Math.Abs(value) >= 0.001 && Math.Abs(value) < 100_000)
            ? value.ToString("0.0000", CultureInfo.InvariantCulture)
            : value.ToString("0.000e+0", CultureInfo.InvariantCulture);

    /// <summary>As few digits as tell it: 0.001.</summary>
    public static string Plain(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A whole number with commas.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A time: 0.42 s, 12 s, 3 min 05 s, 2 h 10 min.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds):0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0} min {Math.Floor(seconds % 60):00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 3600):0} h {Math.Floor(seconds % 3600 / 60):00} min"),
    };

    /// <summary>Bytes in megabytes.</summary>
    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    /// <summary>A metric's name in words: <c>log-loss</c> becomes <c>log loss</c>.</summary>
    public static string Words(string name) => name.Replace('-', ' ');

    /// <summary>A metric's name as a JSON key: <c>log-loss</c> becomes <c>logLoss</c>.</summary>
    public static string Key(string name)
        => string.Concat(name.Split('-')
            .Select((word, i) => i == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
