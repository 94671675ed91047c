namespace Descent.Lab.Safety;

/// <summary>The run folders by their names, which cannot lead out of the runs folder.</summary>
internal static class RunNames
{
    private const int MostListed = 500;

    /// <summary>The folders that hold a trained model, the newest first.</summary>
    public static IReadOnlyList<string> Trained(LabOptions options)
        => !Directory.Exists(options.RunsFolder)
            ? []
            : [.. new DirectoryInfo(options.RunsFolder).EnumerateDirectories()
                .Where(folder => File.Exists(Path.Combine(folder.FullName, "model.safetensors")))
                .OrderByDescending(folder => folder.LastWriteTimeUtc).Take(MostListed).Select(folder => folder.Name)];

    /// <summary>The path of a run.</summary>
    /// <exception cref="SpecificationException">There is no such folder directly in the runs folder.</exception>
    public static string PathOf(LabOptions options, string name)
    {
        var plain = Limits.Short("The run's name", name) is { Length: > 0 } && name is not ("." or "..")
            && name.AsSpan().IndexOfAny('/', '\\', '\0') < 0 && Path.GetFileName(name) == name;
        var path = plain ? Path.Combine(options.RunsFolder, name) : "";
        return plain && Directory.Exists(path)
            ? path
            : throw new SpecificationException($"There is no run '{name}' in {options.RunsFolder}. {NearestNames.Suggest(name, Trained(options))}");
    }
}
