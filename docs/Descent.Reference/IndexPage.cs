using System.Text;

namespace Descent.Reference;

/// <summary>The table of all concepts.</summary>
internal static class IndexPage
{
    public static string Write()
    {
        var page = new StringBuilder("""
            # Reference

            Every concept that Descent knows by name, as it describes itself in the Catalog; `descent show KIND NAME` shows the same in a terminal. The
            pages and curves are written by `dotnet run -c Release --project docs/Descent.Reference`; curves and the numbers below them come from the
            operations that train.

            """.ReplaceLineEndings("\n"));
        foreach (var section in Section.All)
        {
            page.Append($"\n## {char.ToUpperInvariant(section.Folder[0])}{section.Folder[1..]}\n\n| name | what it is |\n|---|---|\n");
            foreach (var definition in section.Definitions)
            {
                page.Append($"| [{definition.Name}]({section.Folder}/{definition.Name}.md) | {Cell.Text(definition.Summary)} |\n");
            }
        }

        return page.ToString();
    }
}
