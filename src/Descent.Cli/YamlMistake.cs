using YamlDotNet.Core;

namespace Descent.Cli;

/// <summary>Says in plain words what is wrong with a text that is no YAML.</summary>
internal static class YamlMistake
{
    private const int MostShown = 120;

    /// <summary>Where the mistake is, what it is, and how to mend it.</summary>
    public static (int Line, int Column, string Message) Explain(string yaml, YamlException error)
    {
        // The parser may name the beginning of what a tab has broken.
        var saysTab = error.Message.Contains("tab", StringComparison.Ordinal);
        var (first, last) = ((int)error.Start.Line, saysTab ? int.MaxValue - 1 : (int)error.End.Line);
        var indented = yaml.Split('\n').Take(last + 1).Index().Skip(first - 1)
            .FirstOrDefault(line => line.Item.TrimStart(' ').StartsWith('\t') && line.Item.Trim().Length > 0);
        if (indented.Item is { } found)
        {
            return (
                indented.Index + 1, found.IndexOf('\t', StringComparison.Ordinal) + 1,
                "a tab indents this line, which YAML does not allow. Use spaces.");
        }

        var said = error.Message.Length > MostShown ? $"{error.Message[..MostShown]}..." : error.Message.TrimEnd('.');
        return (
            Math.Max(1, first), Math.Max(1, (int)error.Start.Column),
            $"this is not YAML: {said}. Check the indentation, quotes, brackets and the blank after each colon.");
    }
}
