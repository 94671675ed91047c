namespace Descent.Tests.Data;

/// <summary>Finds the real data that tests may read: the variable DESCENT_SHARED_DATA, else a folder shared/data above the tests.</summary>
internal static class SharedData
{
    private static readonly string? Root = Locate();

    /// <summary>The path of a file or folder; the test is skipped where it is absent.</summary>
    public static string Require(params string[] parts)
    {
        Skip.If(Root is null, "No shared data: set DESCENT_SHARED_DATA to its folder.");
        var path = Path.Combine([Root!, .. parts]);
        Skip.IfNot(Path.Exists(path), $"The shared data has no {Path.Combine(parts)}.");
        return path;
    }

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_SHARED_DATA") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? given : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
