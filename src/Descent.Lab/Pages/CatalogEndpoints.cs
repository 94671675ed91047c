using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Descent.Lab.Pages;

/// <summary>What the Catalog holds: names, formulas as MathML, options with their ranges.</summary>
internal static class CatalogEndpoints
{
    private static readonly (string Name, Func<IReadOnlyList<Definition>> Definitions)[] Kinds =
    [
        ("losses", () => Catalog.Losses),
        ("activations", () => Catalog.Activations),
        ("layers", () => Catalog.Layers),
        ("optimizers", () => Catalog.Optimizers),
        ("schedules", () => Catalog.Schedules),
        ("initializers", () => Catalog.Initializers),
        ("metrics", () => Catalog.Metrics),
        ("datasets", () => Catalog.Datasets),
    ];

    /// <summary>Maps the endpoints.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var catalog = api.MapGroup("/catalog").WithTags("Catalog");
        catalog.MapGet("/{kind}", (string kind) => Results.Ok(Find(kind).Select(Concept.Of).ToArray()))
            .WithName("list").WithSummary("All concepts of a kind, such as losses").Produces<Concept[]>();
        catalog.MapGet("/{kind}/{name}", (string kind, string name) => Results.Ok(Concept.Of(Specification.Find(name, Find(kind), kind))))
            .WithName("concept").WithSummary("One concept by its name or an alias").Produces<Concept>();
    }

    private static IReadOnlyList<Definition> Find(string kind)
        => Kinds.FirstOrDefault(known => known.Name == kind) is { Definitions: { } definitions }
            ? definitions()
            : throw new SpecificationException($"There is no kind '{kind}'. {NearestNames.Suggest(kind, Kinds.Select(known => known.Name))}");
}

/// <summary>A concept of the Catalog as a page shows it.</summary>
/// <param name="Name">The name in specifications.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Formula">The formula as text.</param>
/// <param name="FormulaMath">The formula as MathML; null where it is no function of single numbers.</param>
/// <param name="Gradient">The derivative as text.</param>
/// <param name="GradientMath">The derivative as MathML.</param>
/// <param name="Expects">What it expects: logits, probabilities, values.</param>
/// <param name="Range">The interval of its values, for activations.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Caveats">What happens at kinks and extremes.</param>
/// <param name="Options">The options.</param>
internal sealed record Concept(
    string Name,
    IReadOnlyList<string> Aliases,
    string Summary,
    string Formula,
    string? FormulaMath,
    string Gradient,
    string? GradientMath,
    string Expects,
    string Range,
    string Source,
    string Caveats,
    IReadOnlyList<ConceptOption> Options)
{
    /// <summary>The concept of a definition.</summary>
    public static Concept Of(Definition definition) => Of(definition, Tree(definition));

    private static Concept Of(Definition definition, Expression? formula) => new(
        definition.Name,
        definition.Aliases,
        definition.Summary,
        definition.Formula,
        formula is null ? null : MathMl.Formula(formula),
        definition.Gradient,
        formula is null ? null : MathMl.Formula(formula.Derivative("x")),
        definition.Expects,
        definition.Range,
        definition.Source,
        definition.Caveats,
        [.. definition.Options.Select(ConceptOption.Of)]);

    // A loss of single predictions x and targets t has its formula with its options, not with its definition.
    private static Expression? Tree(Definition definition)
        => definition is Definition<Loss> loss
            ? loss.CreateDefault().Formula(Expression.Variable("x"), Expression.Variable("t"))
            : definition.Expression;
}

/// <summary>An option of a concept.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">number, integer, size, flag or text.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Default">The value when it is not given; null: it must be given.</param>
/// <param name="Minimum">The smallest value; null for none.</param>
/// <param name="Maximum">The largest value; null for none.</param>
/// <param name="AboveMinimum">Whether the minimum itself is refused.</param>
/// <param name="BelowMaximum">Whether the maximum itself is refused.</param>
/// <param name="Choices">The words allowed.</param>
internal sealed record ConceptOption(
    string Name,
    string Kind,
    string Meaning,
    string? Default,
    double? Minimum,
    double? Maximum,
    bool AboveMinimum,
    bool BelowMaximum,
    IReadOnlyList<string> Choices)
{
    /// <summary>The option of a definition.</summary>
    public static ConceptOption Of(Option option) => new(
        option.Name,
        option.Kind.ToString().ToLowerInvariant(),
        option.Meaning,
        option.Default,
        double.IsFinite(option.Minimum) ? option.Minimum : null,
        double.IsFinite(option.Maximum) ? option.Maximum : null,
        option.AboveMinimum,
        option.BelowMaximum,
        option.Choices);
}

/// <summary>The Catalog's texts as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Concept[]))]
internal sealed partial class CatalogJson : JsonSerializerContext;
