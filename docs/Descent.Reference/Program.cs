using Descent;
using Descent.Reference;

// Writes docs/reference and docs/recipe.schema.json anew from the Catalog: dotnet run -c Release --project docs/Descent.Reference
var root = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "Descent.slnx")))
{
    Console.Error.WriteLine($"{root} is not the repository: run this where Descent.slnx lies, or name its folder.");
    return 2;
}

var folder = Path.Combine(root, "docs", "reference");
if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

var pages = ReferencePages.Make(root);
foreach (var (path, content) in pages)
{
    var file = Path.Combine(folder, path);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllText(file, content);
}

File.WriteAllText(Path.Combine(root, "docs", "recipe.schema.json"), RecipeSchema.ToJson());
Console.WriteLine($"{pages.Count} files in docs/reference, and docs/recipe.schema.json");
return 0;
