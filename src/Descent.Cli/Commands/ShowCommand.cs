using System.CommandLine;
using Descent.Cli.Rendering;

namespace Descent.Cli.Commands;

/// <summary><c>descent show</c>: everything that one concept says about itself.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var kind =
            new Argument<string>("KIND") { Description = $"One of {string.Join(", ", CatalogKind.All.Select(known => known.Name))}" };
        var name = new Argument<string>("NAME") { Description = "Its name or an alias, as 'descent list KIND' shows it" };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a loss, activation, layer, ...: formula, options, source, caveats") { kind, name, json };
        command.SetAction(parsed =>
        {
            var among = CatalogKind.Find(parsed.GetRequiredValue(kind));
            var definition = Specification.Find(parsed.GetRequiredValue(name), among.Definitions(), among.Name);
            if (parsed.GetValue(json))
            {
                DefinitionText.WriteJson(among, definition);
            }
            else
            {
                DefinitionText.Write(Console.Out, among, definition, Terminal.OutputWidth);
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            ("descent show activation elu", "with a plot"),
            ("descent show loss mse", "an alias does, too"),
            ("descent show layer conv --json", "for other programs"));
    }
}
