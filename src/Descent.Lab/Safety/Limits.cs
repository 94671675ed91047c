using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Descent.Lab.Safety;

/// <summary>What a visitor may ask for, so that no page can take the machine; each refusal names the limit.</summary>
internal static class Limits
{
    /// <summary>The largest request body: a pasted table of some ten thousand rows.</summary>
    public const long MostBodyBytes = 8 << 20;

    /// <summary>The most points of a curve.</summary>
    public const int MostPoints = 2_000;

    /// <summary>The most rows of a table that a page sends.</summary>
    public const int MostRows = 20_000;

    /// <summary>The most layers of a network.</summary>
    public const int MostLayers = 12;

    /// <summary>The most units of a layer.</summary>
    public const int MostUnits = 256;

    /// <summary>The most trainings at once; more wait or are refused.</summary>
    public const int MostTrainings = 8;

    /// <summary>The most characters of a specification such as <c>adam rate=0.01</c>.</summary>
    public const int LongestSpecification = 300;

    /// <summary>Sets the server's limits.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = MostBodyBytes;
        limits.MaxConcurrentConnections = 512;
        limits.MaxConcurrentUpgradedConnections = 256;
        limits.MaxRequestLineSize = 16 << 10;
        limits.MaxRequestHeadersTotalSize = 32 << 10;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    /// <summary>The number, if it lies in the range.</summary>
    /// <exception cref="SpecificationException">It does not; what, the range and the number are named.</exception>
    public static int Within(string what, int value, int least, int most)
        => value >= least && value <= most
            ? value
            : throw new SpecificationException(FormattableString.Invariant($"{what} must be from {least} to {most}, not {value}."));

    /// <summary>The number, if it is finite and lies in the range.</summary>
    /// <exception cref="SpecificationException">It does not; what, the range and the number are named.</exception>
    public static double Within(string what, double value, double least, double most)
        => value >= least && value <= most
            ? value
            : throw new SpecificationException(FormattableString.Invariant($"{what} must be from {least:R} to {most:R}, not {value:R}."));

    /// <summary>The text, if it is no longer than a specification may be.</summary>
    /// <exception cref="SpecificationException">It is longer.</exception>
    public static string Short(string what, string? text)
        => text is null ? throw new SpecificationException($"{what} is missing.")
            : text.Length <= LongestSpecification
            ? text
            : throw new SpecificationException(
                FormattableString.Invariant($"{what} may have {LongestSpecification} characters at most, not {text.Length}."));

    /// <summary>Numbers with commas between them: two to ten, each in a range that no page needs to leave.</summary>
    /// <exception cref="SpecificationException">There are more or fewer, or one is no such number.</exception>
    public static double[] Numbers(string what, string? text)
    {
        const int Least = 2, Most = 10;
        const double Largest = 1e6;
        var parts = Short(what, text).Split(',');
        Within($"The numbers in {what}", parts.Length, Least, Most);
        return Array.ConvertAll(parts, part => double.TryParse(part, CultureInfo.InvariantCulture, out var number)
            ? Within(what, number, -Largest, Largest)
            : throw new SpecificationException($"{what} must be numbers with commas between them, and '{part}' is none."));
    }
}
