namespace Descent.App.Tests.Documentation;

/// <summary>Reads the repository's pages.</summary>
internal static class Markdown
{
    private const string Fence = "```";
    private static readonly string[] NotOurs = ["bin", "obj", "runs", "node_modules", "shared", "TestResults", "artifacts"];

    /// <summary>Every page in the repository, by its path with forward slashes.</summary>
    public static IEnumerable<string> Pages()
    {
        var root = Repository.PathOf();
        return Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => NotOurs.Contains(part) || part.StartsWith('.')))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The blocks of code of a page, with what stands behind the opening fence.</summary>
    public static IEnumerable<(string Heading, string Code)> Blocks(string page)
    {
        string? heading = null;
        var code = new List<string>();
        foreach (var line in File.ReadLines(Repository.PathOf(page)))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                code.Add(line);
                continue;
            }

            if (heading is not null)
            {
                yield return (heading, string.Join('\n', code));
            }

            heading = heading is null ? line[Fence.Length..] : null;
            code.Clear();
        }
    }

    /// <summary>The lines of a page that are no code.</summary>
    public static IEnumerable<string> Prose(string page)
    {
        var inside = false;
        foreach (var line in File.ReadLines(Repository.PathOf(page)))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                inside = !inside;
            }
            else if (!inside)
            {
                yield return line;
            }
        }
    }
}
