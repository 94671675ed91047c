using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent show</c>: everything that one concept says about itself.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var kind = new Argument<string>("KIND")
        {
            Description = $"One of {string.Join(", ", CatalogKind.All.Select(known => known.Name))}; may be left out",
        };
        var name = new Argument<string?>("NAME") { Description = "Its name or an alias, as 'descent list KIND' shows it", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a loss, activation, layer, ...: formula, options, source, caveats") { kind, name, json };
        command.SetAction(parsed =>
        {
            var found = Find(parsed.GetRequiredValue(kind), parsed.GetValue(name));
            if (parsed.GetValue(json))
            {
                DefinitionText.WriteJson(found[0].Kind, found[0].Definition);
                return ExitCode.Done;
            }

            DefinitionText.Write(Console.Out, found[0].Kind, found[0].Definition, Terminal.OutputWidth);
            foreach (var other in found.Skip(1))
            {
                Console.Out.WriteLine($"\nAlso called so: descent show {other.Kind.Name} {other.Definition.Name}");
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent show activation elu", "with a plot"),
            ("descent show mse", "an alias does, and the kind may be left out"),
            ("descent show example xor", "a program to read"),
            ("descent show layer conv --json", "for other programs"));
    }

    // One word alone is a name.
    private static IReadOnlyList<(CatalogKind Kind, Definition Definition)> Find(string kind, string? name)
    {
        if (name is not null)
        {
            var among = CatalogKind.Find(kind);
            return [(among, Specification.Find(name, among.Definitions(), among.Name))];
        }

        return CatalogKind.IsKind(kind)
            ? throw new SpecificationException($"Which {CatalogKind.Find(kind).Name}? 'descent list {CatalogKind.Find(kind).Plural}' shows all.")
            : CatalogKind.FindAnywhere(kind);
    }
}
