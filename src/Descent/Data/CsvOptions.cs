namespace Descent;

/// <summary>Whether the first row of a CSV file names the columns.</summary>
public enum CsvHeader
{
    /// <summary>Decided by the rows: a header has text where the rows below have numbers.</summary>
    Auto,

    /// <summary>The first row is the header.</summary>
    Yes,

    /// <summary>The first row is data; columns are named "1", "2", ...</summary>
    None,
}

/// <summary>How a CSV file is read.</summary>
public sealed record CsvOptions
{
    /// <summary>The delimiter that stands for runs of blanks and tabs.</summary>
    public const string Whitespace = "whitespace";

    /// <summary>What counts as missing unless <see cref="Missing"/> says otherwise.</summary>
    public static IReadOnlyList<string> DefaultMissing { get; } = ["NA", "N/A", "?", "null"];

    /// <summary>Whether the first row names the columns.</summary>
    public CsvHeader Header { get; init; } = CsvHeader.Auto;

    /// <summary>What separates fields: one character, or <see cref="Whitespace"/>; null to find out.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The texts that mean "no value", in any case of letters; an empty field always does.</summary>
    public IReadOnlyList<string> Missing { get; init; } = DefaultMissing;
}
