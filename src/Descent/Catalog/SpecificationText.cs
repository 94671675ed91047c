namespace Descent;

/// <summary>The parts of specifications: what stands in parentheses is one part, whatever it holds.</summary>
internal static class SpecificationText
{
    // Each parenthesis is read by a call within a call.
    private const int MostParentheses = 32;
    private const int MostShown = 200;

    /// <summary>The parts between separators outside parentheses, trimmed; empty ones too.</summary>
    /// <exception cref="SpecificationException">The parentheses do not match, or stand too deep in one another.</exception>
    public static List<string> Split(string text, Func<char, bool> isSeparator)
    {
        var (parts, start, depth) = (new List<string>(), 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth < 0)
            {
                break;
            }

            if (depth > MostParentheses)
            {
                throw new SpecificationException($"More than {MostParentheses} parentheses stand in one another.");
            }

            if (depth == 0 && isSeparator(text[i]))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return depth == 0
            ? parts
            : throw new SpecificationException(
                $"The parentheses of '{Shown(text)}' do not match: {(depth > 0 ? "one is not closed" : "one closes that was not opened")}.");
    }

    /// <summary>The words of one concept: its name, options and values; a name may touch the parenthesis after it.</summary>
    /// <exception cref="SpecificationException">The parentheses do not match.</exception>
    public static string[] Words(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var apart = open > 0 && text[open - 1] != '=' ? text.Insert(open, " ") : text;
        return [.. Split(apart, char.IsWhiteSpace).Where(word => word.Length > 0)];
    }

    /// <summary>A text for a message, cut where it is long.</summary>
    public static string Shown(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}...";
}
