namespace Descent.Cli.Rendering;

/// <summary>Words as a shell takes them.</summary>
internal static class Shell
{
    /// <summary>The word, in quotes where it needs them.</summary>
    public static string Quote(string word)
        => word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./\\:~".Contains(letter, StringComparison.Ordinal))
            ? word : $"\"{word}\"";
}
