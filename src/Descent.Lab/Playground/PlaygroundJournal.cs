using System.Globalization;

namespace Descent.Lab.Playground;

/// <summary>
/// What was done with a training, in order, short enough for a link: <c>b480~s3~w0.weight:3:0.5</c> is 480 batches, 3 single samples, and
/// weight 3 of <c>0.weight</c> set to 0.5. Done again with the same settings it gives the same numbers.
/// </summary>
internal sealed record PlaygroundJournal(IReadOnlyList<PlaygroundDeed> Deeds)
{
    private const int MostDeeds = 60;

    /// <summary>Nothing was done yet.</summary>
    public static PlaygroundJournal Empty { get; } = new([]);

    /// <summary>The journal as text; null where it is too long for a link.</summary>
    public string? Text => Deeds.Count > MostDeeds ? null : string.Join('~', Deeds);

    /// <summary>Reads a text.</summary>
    /// <exception cref="SpecificationException">It is no journal.</exception>
    public static PlaygroundJournal Parse(string text)
    {
        var parts = text.Split('~', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length <= MostDeeds
            ? new([.. parts.Select(PlaygroundDeed.Parse)])
            : throw new SpecificationException($"The link names more than {MostDeeds} steps of a training.");
    }

    /// <summary>The journal with one more step of a kind.</summary>
    public PlaygroundJournal With(PlaygroundDeed deed)
        => deed.Edit is null && Deeds.Count > 0 && Deeds[^1] is { Edit: null } last && last.Kind == deed.Kind
            ? new([.. Deeds.SkipLast(1), last with { Count = last.Count + deed.Count }])
            : Deeds.Count > MostDeeds ? this : new([.. Deeds, deed]);
}

/// <summary>One thing that was done.</summary>
/// <param name="Kind">b for batches, s for single samples, w for a weight.</param>
/// <param name="Count">How often.</param>
/// <param name="Edit">Which weight was set to what; null for steps.</param>
internal sealed record PlaygroundDeed(char Kind, int Count, PlaygroundEdit? Edit = null)
{
    /// <summary>Reads a text such as <c>b480</c>.</summary>
    public static PlaygroundDeed Parse(string text)
    {
        if (text[0] is 'b' or 's' && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return new PlaygroundDeed(text[0], count);
        }

        return text[0] == 'w' && text[1..].Split(':') is [var path, var index, var value]
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && float.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? new PlaygroundDeed('w', 1, new PlaygroundEdit(path, place, number))
            : throw new SpecificationException($"'{text}' is no step of a training: the link is damaged.");
    }

    /// <inheritdoc/>
    public override string ToString() => Edit is { } edit
        ? string.Create(CultureInfo.InvariantCulture, $"w{edit.Path}:{edit.Index}:{edit.Value:R}")
        : string.Create(CultureInfo.InvariantCulture, $"{Kind}{Count}");
}

/// <summary>A weight set by hand.</summary>
/// <param name="Path">The parameter, such as <c>0.weight</c>.</param>
/// <param name="Index">The place in it, last axis innermost.</param>
/// <param name="Value">Its new value.</param>
internal sealed record PlaygroundEdit(string Path, int Index, float Value);
