namespace Descent.Reference;

/// <summary>The files of docs/reference: a page for each concept of the Catalog, its curve where it has one, and a table of all.</summary>
internal static class ReferencePages
{
    /// <summary>The contents by path below docs/reference, with forward slashes.</summary>
    /// <param name="root">The repository, to link to the sources in.</param>
    public static IReadOnlyDictionary<string, string> Make(string root)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["README.md"] = IndexPage.Write() };
        var sources = new SourceFiles(root);
        foreach (var section in Section.All)
        {
            foreach (var definition in section.Definitions)
            {
                var curve = Curve.Of(definition);
                pages.Add($"{section.Folder}/{definition.Name}.md", ConceptPage.Write(section, definition, curve, sources));
                if (curve is not null)
                {
                    pages.Add($"{section.Folder}/{definition.Name}.svg", CurveDrawing.Draw(definition.Name, curve));
                }
            }
        }

        return pages;
    }
}
