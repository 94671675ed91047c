using System.Globalization;

namespace Descent;

/// <summary>Makes a recipe of what a person wrote: fields may be left out, and mistakes are named with their place, as a person would.</summary>
internal static class RecipeReader
{
    private const string SchemaField = "$schema";
    private const string SourceMissing = "the field \"source\" is missing; a recipe names at least its data, as { \"source\": \"iris\" }.";

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="SpecificationException">A field is unknown, missing, doubled or of the wrong kind.</exception>
    public static Recipe Read(RecipeNode tree, string origin)
    {
        if (tree is not RecipeMap map)
        {
            throw RecipeText.Error(origin, tree.Line, tree.Column, tree is RecipeScalar { Kind: RecipeScalarKind.Null }
                ? SourceMissing
                : "a recipe is fields with values, as { \"source\": \"iris\" } or, in YAML, source: iris.");
        }

        var recipe = new Recipe { Source = "" };
        var values = new Dictionary<string, RecipeNode>();
        foreach (var (name, value) in map.Entries)
        {
            if (name.Text == SchemaField)
            {
                continue;
            }

            if (!values.TryAdd(name.Text, value))
            {
                var first = map.Entries.First(entry => entry.Key.Text == name.Text).Key;
                throw RecipeText.Error(
                    origin, name.Line, name.Column,
                    $"the field '{RecipeText.Shown(name.Text)}' is given twice; it was in line {first.Line} before. Leave one out.");
            }

            if (name.Text == SweepReader.Part)
            {
                recipe = SweepReader.Read(recipe, value, origin);
                continue;
            }

            var field = RecipeFields.All.FirstOrDefault(known => known.Name == name.Text)
                ?? throw RecipeText.Error(
                    origin, name.Line, name.Column,
                    $"there is no field '{RecipeText.Shown(name.Text)}'. "
                    + NearestNames.Suggest(name.Text, RecipeFields.All.Select(known => known.Name).Append(SweepReader.Part)));
            if (value is not RecipeScalar { Kind: RecipeScalarKind.Null })
            {
                recipe = field.Set(recipe, Value(field, value, origin));
            }
        }

        return recipe.Source.Length == 0
            ? throw RecipeText.Error(origin, tree.Line, tree.Column, SourceMissing)
            : recipe with { Origin = new RecipeOrigin(origin, values, recipe) };
    }

    /// <summary>The value of a field.</summary>
    /// <exception cref="SpecificationException">It is of the wrong kind or out of range.</exception>
    internal static object Value(RecipeField field, RecipeNode node, string origin) => field.Kind switch
    {
        RecipeFieldKind.Texts => Items(field, node, origin).Select(item => Text(field, item, origin)).ToArray(),
        RecipeFieldKind.Integers => Items(field, node, origin).Select(item => Integer(field, item, origin)).ToArray(),
        RecipeFieldKind.Layers when node is RecipeList => string.Join(", ", Items(field, node, origin).Select(item => Text(field, item, origin))),
        RecipeFieldKind.Word => Word(field, Text(field, node, origin), node, origin),
        RecipeFieldKind.Number => Number(field, node, origin),
        RecipeFieldKind.Integer => Integer(field, node, origin),
        RecipeFieldKind.Seed => Seed(field, node, origin),
        _ => Text(field, node, origin),
    };

    private static IReadOnlyList<RecipeNode> Items(RecipeField field, RecipeNode node, string origin)
        => node is RecipeList list ? list.Items : throw Wrong(field, node, origin);

    private static string Text(RecipeField field, RecipeNode node, string origin) => node switch
    {
        RecipeScalar { Kind: RecipeScalarKind.Plain } plain when NeedsWords(field) && IsNumber(plain.Text) => throw Wrong(field, node, origin),
        RecipeScalar { Kind: RecipeScalarKind.Quoted or RecipeScalarKind.Block or RecipeScalarKind.Plain } scalar => scalar.Text,
        _ => throw Wrong(field, node, origin),
    };

    private static string Word(RecipeField field, string given, RecipeNode node, string origin)
        => field.Choices.FirstOrDefault(word => word.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong(field, node, origin, given.Length > 0 ? $" {NearestNames.Suggest(given, field.Choices)}" : "");

    private static double Number(RecipeField field, RecipeNode node, string origin)
        => Bare(field, node, origin) is var text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && field.Allows(number)
            ? number
            : throw Wrong(field, node, origin);

    private static int Integer(RecipeField field, RecipeNode node, string origin)
        => Bare(field, node, origin) is var text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && field.Allows(number)
            ? number
            : throw Wrong(field, node, origin);

    private static ulong Seed(RecipeField field, RecipeNode node, string origin)
        => ulong.TryParse(Bare(field, node, origin), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(field, node, origin);

    private static string Bare(RecipeField field, RecipeNode node, string origin)
        => node is RecipeScalar { Kind: RecipeScalarKind.Plain or RecipeScalarKind.Literal } scalar ? scalar.Text : throw Wrong(field, node, origin);

    // A column or a delimiter may be called 3; a loss or a file would be so by mistake.
    private static bool NeedsWords(RecipeField field)
        => field.Kind is RecipeFieldKind.Specification or RecipeFieldKind.Layers || field.Name == "source";

    private static bool IsNumber(string text)
        => text is "true" or "false" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static SpecificationException Wrong(RecipeField field, RecipeNode node, string origin, string advice = "")
    {
        var shown = node switch
        {
            RecipeMap => "fields of its own",
            RecipeList => "a list",
            RecipeScalar { Kind: RecipeScalarKind.Quoted or RecipeScalarKind.Block } text => $"\"{RecipeText.Shown(text.Text)}\"",
            RecipeScalar scalar => RecipeText.Shown(scalar.Text),
            _ => "something else",
        };
        return RecipeText.Error(origin, node.Line, node.Column, $"'{field.Name}' is {shown}, but must be {field.Rule}.{advice}");
    }
}
