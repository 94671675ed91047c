namespace Descent.Lab;

/// <summary>How the Lab is served.</summary>
public sealed record LabOptions
{
    /// <summary>The name or address to listen at; anything but loopback needs a <see cref="Token"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>What a visitor must bring in the address; null for none, on loopback alone.</summary>
    public string? Token { get; init; }

    /// <summary>The folder with the run folders.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>The fewest characters of a token.</summary>
    public const int ShortestToken = 16;
}
