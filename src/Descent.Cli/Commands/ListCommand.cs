using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent list</c>: what there is of a kind.</summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var kind = new Argument<string?>("KIND") { Description = $"One of {CatalogKind.Names}", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json("Write one JSON object a line");
        var command = new Command("list", "List the losses, activations, layers, ... that specifications may name") { kind, json };
        command.SetAction(parsed =>
        {
            CatalogKind[] kinds = parsed.GetValue(kind) is { } name ? [CatalogKind.Find(name)] : [.. CatalogKind.All];
            if (parsed.GetValue(json))
            {
                WriteJson(kinds);
            }
            else if (kinds.Length == 1)
            {
                WriteOne(kinds[0], Console.Out, Terminal.OutputWidth);
            }
            else
            {
                WriteNames(kinds, Console.Out, Terminal.OutputWidth);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(("descent list", "all names"), ("descent list activations", "one kind, with a sentence about each"));
    }

    private static void WriteOne(CatalogKind kind, TextWriter writer, int width)
    {
        var table = new TextTable();
        foreach (var definition in kind.Definitions())
        {
            table.Add(definition.Name, definition.Summary);
        }

        table.Write(writer, width);
        writer.WriteLine($"\nMore about one: descent show {kind.Name} NAME");
    }

    private static void WriteNames(CatalogKind[] kinds, TextWriter writer, int width)
    {
        var table = new TextTable();
        Array.ForEach(kinds, kind => table.Add(kind.Plural, string.Join(", ", kind.Definitions().Select(definition => definition.Name))));
        table.Write(writer, width);
        writer.WriteLine("\nMore about a kind: descent list KIND; about one of them: descent show KIND NAME");
    }

    private static void WriteJson(CatalogKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            foreach (var definition in kind.Definitions())
            {
                JsonLines.Write(line =>
                {
                    line.WriteString("kind", kind.Name);
                    line.WriteString("name", definition.Name);
                    line.Texts("aliases", definition.Aliases);
                    line.WriteString("summary", definition.Summary);
                });
            }
        }
    }
}
