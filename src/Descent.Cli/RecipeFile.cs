namespace Descent.Cli;

/// <summary>Recipes in files, in the format that the name says.</summary>
internal static class RecipeFile
{
    /// <summary>Whether a source is the name of a recipe's file, not of data.</summary>
    public static bool Is(string source) => IsYaml(source) || IsJson(source);

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="DescentException">There is no such file, or it is no recipe; line and column are named.</exception>
    public static Recipe Read(string path)
    {
        var text = RecipeText.ReadFile(path);
        return IsYaml(path) ? Recipe.FromTree(YamlTree.Parse(text, path), path) : Recipe.FromJson(text, path);
    }

    /// <summary>Refuses a file's name that says no format.</summary>
    /// <exception cref="SpecificationException">It ends otherwise than recipes do.</exception>
    public static void RefuseUnlessWritable(string path)
    {
        if (!Is(path))
        {
            throw new SpecificationException($"'{path}': a recipe's file ends with .yaml or .json. Name it so.");
        }
    }

    /// <summary>Writes a recipe in the format that the name says.</summary>
    public static void Write(string path, Recipe recipe)
    {
        RefuseUnlessWritable(path);
        AtomicFile.Write(path, IsYaml(path) ? YamlText.Of(recipe) : recipe.ToJson() + "\n");
    }

    private static bool IsYaml(string path) => HasExtension(path, ".yaml") || HasExtension(path, ".yml");

    private static bool IsJson(string path) => HasExtension(path, ".json");

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
