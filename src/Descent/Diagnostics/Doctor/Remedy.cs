namespace Descent;

/// <summary>What helps against a finding: said in words, and as a change of the recipe where one can do it.</summary>
/// <param name="Text">What to do, in a sentence or two.</param>
/// <param name="Apply">
/// The recipe with the remedy; null where no recipe can say it. It is given complete recipes, may take a short training to choose a number
/// by evidence, and leaves alone what other remedies have changed.
/// </param>
public sealed record Remedy(string Text, Func<Recipe, Recipe>? Apply = null)
{
    /// <summary>What the remedy changes in a recipe; empty where it is words alone.</summary>
    public IReadOnlyList<RecipeChange> Changes(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Apply is null ? [] : RecipeChange.Between(recipe, Apply(recipe));
    }
}

/// <summary>A field of a recipe that was changed.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">Its value before; null where it was left out.</param>
/// <param name="After">Its value after.</param>
public sealed record RecipeChange(string Field, object? Before, object? After)
{
    /// <summary>The fields in which two recipes differ.</summary>
    public static IReadOnlyList<RecipeChange> Between(Recipe before, Recipe after)
        => [.. Recipe.Fields.Select(field => new RecipeChange(field.Name, field.Get(before), field.Get(after))).Where(change => change.Differs)];

    private bool Differs => (Before, After) switch
    {
        (IEnumerable<string> before, IEnumerable<string> after) => !before.SequenceEqual(after),
        (IEnumerable<int> before, IEnumerable<int> after) => !before.SequenceEqual(after),
        _ => !Equals(Before, After),
    };
}
