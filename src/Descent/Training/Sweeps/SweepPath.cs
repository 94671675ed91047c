using System.Globalization;

namespace Descent;

/// <summary>What varies: a whole field (<c>batchSize</c>), or an option within one (<c>optimizer.rate</c>, <c>model.1.width</c>).</summary>
/// <param name="Field">The field of the recipe.</param>
/// <param name="Part">The layer, or the part of a schedule, from 1; null: the only one that has the option.</param>
/// <param name="Option">The option; null for the whole field.</param>
internal sealed record SweepPath(RecipeField Field, int? Part, string? Option)
{
    private const string Then = " then ";
    private const int MostNamed = 8;

    private static readonly string[] Unvaried = ["source", "dataHash", "inputShape"];

    /// <summary>The fields that can vary as a whole.</summary>
    public static IReadOnlyList<RecipeField> Whole { get; } = [.. RecipeFields.All.Where(field => !Unvaried.Contains(field.Name))];

    /// <summary>The fields that have options, which can vary.</summary>
    public static IReadOnlyList<RecipeField> WithOptions => [.. Whole.Where(known => Known(known) is not null)];

    /// <summary>Reads a path.</summary>
    /// <exception cref="SpecificationException">There is no such field, or nothing in it to vary.</exception>
    public static SweepPath Parse(string text)
    {
        var parts = text.Split('.');
        var field = Whole.FirstOrDefault(known => known.Name == parts[0])
            ?? throw new SpecificationException(
                Unvaried.Contains(parts[0])
                    ? $"'{parts[0]}' cannot vary in a sweep: its trials are compared on the same data."
                    : $"there is no field '{RecipeText.Shown(parts[0])}' to vary. {NearestNames.Suggest(parts[0], Whole.Select(known => known.Name))}");
        var hasPart = parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part > 0;
        if (parts.Length > 1 && (Known(field) is null || parts.Any(word => word.Length == 0) || (parts.Length > 2 && !hasPart)))
        {
            throw new SpecificationException(
                Known(field) is null
                    ? $"'{field.Name}' has no options, so '{RecipeText.Shown(text)}' is nothing to vary; vary '{field.Name}' itself."
                    : $"'{RecipeText.Shown(text)}' is no option to vary; write '{field.Name}.OPTION' or, of part N, '{field.Name}.N.OPTION'.");
        }

        return new SweepPath(
            field, hasPart ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null, parts.Length > 1 ? parts[^1] : null);
    }

    /// <summary>The text of the field with the option at another value.</summary>
    /// <exception cref="SpecificationException">The text cannot be read, or has no such option.</exception>
    public string Edit(string text, string value)
    {
        var (parts, index) = Place(text);
        parts[index] = SpecificationEdit.Set(parts[index], Known(Field)!, Field.Name, Option!, value);
        return string.Join(Field.Kind == RecipeFieldKind.Layers ? ", " : Then, parts);
    }

    /// <summary>The option in the text of the field; null where it has none of this name.</summary>
    /// <exception cref="SpecificationException">The text cannot be read.</exception>
    public Option? Find(string text)
    {
        var (parts, index) = Place(text);
        return SpecificationEdit.Find(Concept(parts[index]), Option!);
    }

    /// <inheritdoc/>
    public override string ToString()
        => string.Join('.', new[] { Field.Name, Part?.ToString(CultureInfo.InvariantCulture), Option }.OfType<string>());

    private static IReadOnlyList<Definition>? Known(RecipeField field) => field.Name switch
    {
        "model" => ModelSpecification.Known,
        "loss" => Catalog.Losses,
        "optimizer" => Catalog.Optimizers,
        "schedule" => Catalog.Schedules,
        "augment" => Catalog.Augmentations,
        _ => null,
    };

    private List<string> Parts(string text) => Field.Kind == RecipeFieldKind.Layers
        ? [.. SpecificationText.Split(text, character => character is ',' or '\n').Where(part => part.Length > 0)]
        : [.. $" {string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))} ".Split(Then).Select(part => part.Trim())];

    private Definition Concept(string part) => Specification.Find(SpecificationText.Words(part).FirstOrDefault(""), Known(Field)!, Field.Name);

    private (List<string> Parts, int Index) Place(string text)
    {
        var parts = Parts(text);
        var index = Part is { } part ? part - 1 : Only(parts);
        return index < parts.Count
            ? (parts, index)
            : throw new SpecificationException($"'{Field.Name}' has {parts.Count} parts, so there is no part {Part}: {RecipeText.Shown(text)}.");
    }

    // Where one part alone has the option, its number can be left out.
    private int Only(List<string> parts)
    {
        if (parts.Count == 1)
        {
            return 0;
        }

        if (parts.Count == 0)
        {
            throw new SpecificationException($"'{Field.Name}' is left out, so it has no option '{RecipeText.Shown(Option!)}' to vary; give it, too.");
        }

        var definitions = parts.ConvertAll(Concept);
        int[] having = [.. Enumerable.Range(0, parts.Count).Where(i => SpecificationEdit.Find(definitions[i], Option!) is not null)];
        return having switch
        {
            [var only] => only,
            [] => throw new SpecificationException(
                $"no part of '{RecipeText.Shown(string.Join(", ", parts))}' has an option '{RecipeText.Shown(Option!)}'. "
                + NearestNames.Suggest(Option!, definitions.SelectMany(definition => definition.Options).Select(option => option.Name))),
            _ => throw new SpecificationException(
                $"{having.Length} parts have the option '{Option}'; say which: "
                + $"{string.Join(", ", having.Take(MostNamed).Select(i => $"{Field.Name}.{i + 1}.{Option}"))}."),
        };
    }
}
