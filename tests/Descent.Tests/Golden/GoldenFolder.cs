namespace Descent.Tests.Golden;

/// <summary>
/// Where the reference values are: the folder in DESCENT_GOLDEN, else shared/golden above the tests or beside the repository.
/// </summary>
public static class GoldenFolder
{
    public static string? Path { get; } = Find();

    /// <summary>Skips the test, saying why, where there are no reference values on this machine.</summary>
    public static string Required(string file)
    {
        var path = Path is null ? null : System.IO.Path.Combine(Path, file);
        Skip.If(
            !File.Exists(path),
            $"The reference values {file} are not here: set DESCENT_GOLDEN to their folder, "
            + "or put them in shared/golden beside the repository.");
        return path!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_GOLDEN") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "golden");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
