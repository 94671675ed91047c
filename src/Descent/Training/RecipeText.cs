using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>The text of a recipe, of whatever format: how it is read from a file, its limits, and how a mistake in it is named.</summary>
public static class RecipeText
{
    /// <summary>The most bytes that a recipe's file may have.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The most maps and lists that may stand in one another.</summary>
    public const int MostLevels = 16;

    private const int MostShown = 100;

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">There is no such file.</exception>
    /// <exception cref="SpecificationException">It is larger than a recipe can be, or no text in UTF-8.</exception>
    public static string ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException($"There is no recipe file '{path}'.");
        }

        // Not by the file's length: what is no ordinary file tells none, and may never end.
        var bytes = new byte[MostBytes + 1];
        using var file = File.OpenRead(path);
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > MostBytes)
        {
            throw TooLong(path);
        }

        var text = bytes.AsSpan(0, count);
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            var before = Encoding.UTF8.GetString(text[..Math.Clamp(error.Index, 0, text.Length)]);
            var line = before.Count(character => character == '\n') + 1;
            throw Error(path, line, before.Length - before.LastIndexOf('\n'), "this is no text in UTF-8. Save the file in this encoding.");
        }
    }

    /// <summary>A mistake at a place of a text: <c>recipe.yaml:4:3: there is no field 'optmizer'</c>.</summary>
    /// <param name="origin">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The character in the line, from 1.</param>
    /// <param name="message">What is wrong, and how to mend it.</param>
    public static SpecificationException Error(string origin, int line, int column, string message)
        => new($"{Place(origin, line, column)}: {message}");

    /// <summary>That a text is nested deeper than any recipe.</summary>
    public static SpecificationException TooDeep(string origin, int line, int column)
        => Error(
            origin, line, column,
            $"this is nested more than {MostLevels} levels deep; a recipe has fields with values or lists of values.");

    /// <summary>Refuses a text that is longer than any recipe.</summary>
    /// <exception cref="SpecificationException">It is.</exception>
    public static void RefuseLong(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostBytes)
        {
            throw TooLong(origin);
        }
    }

    internal static string Place(string origin, int line, int column)
        => string.Create(CultureInfo.InvariantCulture, $"{origin}:{line}:{column}");

    /// <summary>A text for a message, cut where it is long.</summary>
    internal static string Shown(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}...";

    private static SpecificationException TooLong(string origin)
        => new($"{origin}: this is longer than {MostBytes >> 20} MiB, which no recipe is. Is it another file?");
}
