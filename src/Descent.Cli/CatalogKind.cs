namespace Descent.Cli;

/// <summary>A kind of concept as the command line names it.</summary>
/// <param name="Name">One of them: <c>loss</c>.</param>
/// <param name="Plural">Many of them: <c>losses</c>.</param>
/// <param name="Definitions">What there is; asked for only when needed.</param>
internal sealed record CatalogKind(string Name, string Plural, Func<IReadOnlyList<Definition>> Definitions)
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<CatalogKind> All { get; } =
    [
        new("loss", "losses", () => Catalog.Losses),
        new("activation", "activations", () => Catalog.Activations),
        new("layer", "layers", () => Catalog.Layers),
        new("optimizer", "optimizers", () => Catalog.Optimizers),
        new("schedule", "schedules", () => Catalog.Schedules),
        new("initializer", "initializers", () => Catalog.Initializers),
        new("augmentation", "augmentations", () => Catalog.Augmentations),
        new("metric", "metrics", () => Catalog.Metrics),
        new("dataset", "datasets", () => Catalog.Datasets),
        new("finding", "findings", () => Catalog.Findings),
        new("example", "examples", () => ExamplePrograms.All),
    ];

    /// <summary>The names of all kinds, for help: losses, activations, ...</summary>
    public static string Names => string.Join(", ", All.Select(kind => kind.Plural));

    /// <summary>The kind of a name, singular or plural.</summary>
    /// <exception cref="SpecificationException">There is none; the nearest are named.</exception>
    public static CatalogKind Find(string name)
        => All.FirstOrDefault(kind => Same(name, kind.Name) || Same(name, kind.Plural))
            ?? throw new SpecificationException(
                $"There is no kind '{name}'. {NearestNames.Suggest(name, All.Select(kind => kind.Plural))}");

    /// <summary>What goes by a name, of whatever kinds, in their order.</summary>
    /// <exception cref="SpecificationException">Nothing does; the nearest names are given.</exception>
    public static IReadOnlyList<(CatalogKind Kind, Definition Definition)> FindAnywhere(string name)
    {
        var all = All.SelectMany(kind => kind.Definitions().Select(definition => (Kind: kind, Definition: definition))).ToArray();
        var found = all.Where(one => Specification.Goes(one.Definition, name)).ToArray();
        return found.Length > 0
            ? found
            : throw new SpecificationException(
                $"There is nothing called '{name}'. {NearestNames.Suggest(name, all.SelectMany(one => one.Definition.Aliases.Prepend(one.Definition.Name)))}");
    }

    /// <summary>Whether a name is that of a kind, singular or plural.</summary>
    public static bool IsKind(string name) => All.Any(kind => Same(name, kind.Name) || Same(name, kind.Plural));

    private static bool Same(string first, string second) => first.Equals(second, StringComparison.OrdinalIgnoreCase);
}
