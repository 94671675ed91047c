namespace Descent.Reference;

/// <summary>Text as it may stand in a table.</summary>
internal static class Cell
{
    public static string Text(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    public static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
