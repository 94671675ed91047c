namespace Descent.Lab.Safety;

/// <summary>The run folders by their names, which cannot lead out of the runs folder.</summary>
internal static class RunNames
{
    private const int MostListed = 500;
    private const int MostLevels = 4;

    /// <summary>The folders that hold a recipe, with their names: the path below the runs folder, with forward slashes. Links are not followed.</summary>
    public static IEnumerable<(string Name, DirectoryInfo Folder)> All(LabOptions options)
        => Directory.Exists(options.RunsFolder) ? Below(new DirectoryInfo(options.RunsFolder), "", MostLevels).Take(MostListed) : [];

    /// <summary>The names of the folders that hold a trained model, the newest first.</summary>
    public static IReadOnlyList<string> Trained(LabOptions options)
        => [.. All(options).Where(run => File.Exists(new RunFolder(run.Folder.FullName).ModelFile)).OrderByDescending(run => run.Folder.LastWriteTimeUtc).Select(run => run.Name)];

    /// <summary>The path of a run.</summary>
    /// <exception cref="SpecificationException">There is no such folder below the runs folder.</exception>
    public static string PathOf(LabOptions options, string name)
    {
        var parts = Limits.Short("The run's name", name).Split('/');
        var path = options.RunsFolder;
        var known = parts.Length <= MostLevels;
        foreach (var part in parts)
        {
            known = known && part is not ("" or "." or "..") && part.AsSpan().IndexOfAny('\\', ':', '\0') < 0;
            path = known ? Path.Combine(path, part) : "";
            known = known && Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null;
        }

        return known
            ? path
            : throw new SpecificationException($"There is no run '{name}' in {options.RunsFolder}. {NearestNames.Suggest(name, Trained(options))}");
    }

    private static IEnumerable<(string Name, DirectoryInfo Folder)> Below(DirectoryInfo parent, string prefix, int levels)
    {
        DirectoryInfo[] folders;
        try
        {
            folders = parent.GetDirectories();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var folder in folders.Where(folder => folder.LinkTarget is null).OrderByDescending(folder => folder.LastWriteTimeUtc))
        {
            var name = prefix + folder.Name;
            // A folder of folds has a recipe, too, but its runs are the folds.
            if (File.Exists(new RunFolder(folder.FullName).RecipeFile) && !Directory.Exists(Path.Combine(folder.FullName, "fold-1")))
            {
                yield return (name, folder);
            }

            if (levels > 1)
            {
                foreach (var inner in Below(folder, name + "/", levels - 1))
                {
                    yield return inner;
                }
            }
        }
    }
}
