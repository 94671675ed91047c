using System.Globalization;
using System.Text.Json;

namespace Descent;

/// <summary>Reads a recipe from JSON that a person may have written: fields may be left out, and mistakes are named as a person would.</summary>
internal static class RecipeReader
{
    private const string SourceMissing = "the field \"source\" is missing; a recipe names at least its data, as { \"source\": \"iris\" }.";

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="SpecificationException">It is no JSON, or a field is unknown, missing or of the wrong kind.</exception>
    public static Recipe Read(string json, string origin)
    {
        try
        {
            var recipe = JsonSerializer.Deserialize(json, RecipeJson.Default.Recipe);
            using var document = JsonDocument.Parse(json);
            return recipe?.Source is null ? throw new SpecificationException($"{origin}: {SourceMissing}") : WithDefaults(recipe, document.RootElement);
        }
        catch (JsonException error)
        {
            var place = string.Create(
                CultureInfo.InvariantCulture, $"{origin}, line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}");
            throw new SpecificationException($"{place}: {Explain(json, error)}");
        }
    }

    // The deserializer sets what is left out to zero, not to what the record says.
    private static Recipe WithDefaults(Recipe recipe, JsonElement written)
    {
        var defaults = new Recipe { Source = recipe.Source };
        return recipe with
        {
            Header = recipe.Header ?? defaults.Header,
            TestFraction = written.TryGetProperty("testFraction", out _) ? recipe.TestFraction : defaults.TestFraction,
        };
    }

    private static string Explain(string json, JsonException error)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return "this is not JSON. Is a quote, a comma or a bracket missing, or is there one too many?";
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return "a recipe is a JSON object, as { \"source\": \"iris\" }.";
            }

            var known = RecipeJson.Default.Recipe.Properties;
            var unknown = document.RootElement.EnumerateObject().FirstOrDefault(field => known.All(property => property.Name != field.Name));
            if (unknown.Value.ValueKind != JsonValueKind.Undefined)
            {
                return $"a recipe has no field '{unknown.Name}'. {NearestNames.Suggest(unknown.Name, known.Select(property => property.Name))}";
            }

            var name = error.Path?.TrimStart('$', '.').Split('[')[0];
            var wrong = known.FirstOrDefault(property => property.Name == name);
            return wrong is null ? SourceMissing
                : $"'{name}' is {document.RootElement.GetProperty(wrong.Name).GetRawText()}, but must be {Kind(wrong.PropertyType)}.";
        }
    }

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var kind when kind == typeof(int) => "a whole number",
        var kind when kind == typeof(ulong) => "a whole number, 0 or larger",
        var kind when kind == typeof(double) => "a number",
        var kind when kind == typeof(string) => "a text in quotes",
        var kind when kind == typeof(TaskKind) => "\"classification\" or \"regression\"",
        var kind when kind == typeof(IReadOnlyList<int>) => "a list of whole numbers, as [1, 28, 28]",
        _ => "a list of texts, as [\"a\", \"b\"]",
    };
}
