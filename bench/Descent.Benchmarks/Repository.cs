namespace Descent.Benchmarks;

/// <summary>The clone that this program was built from.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    /// <summary>A path in it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Descent.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            "There is no Descent.slnx above this program: run it from a clone of the repository, as bench/compare does.");
    }
}
