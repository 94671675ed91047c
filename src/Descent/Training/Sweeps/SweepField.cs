namespace Descent;

/// <summary>
/// What varies in a sweep, and over which values: a field of the recipe (<c>batchSize</c>), or an option within one: <c>optimizer.rate</c>,
/// <c>loss.delta</c>, of the first layer <c>model.1.width</c>, or <c>model.width</c> where one layer alone has it.
/// </summary>
public sealed record SweepField
{
    internal SweepField(SweepPath place, RecipeNode name) => (Place, Name) = (place, name);

    /// <summary>What varies: <c>optimizer.rate</c>.</summary>
    public string Path => Place.ToString();

    /// <summary>The values to choose from, in the types of the field; empty for a range.</summary>
    public IReadOnlyList<object> Values { get; internal init; } = [];

    /// <summary>The range to draw from; null for values.</summary>
    public SweepRange? Range { get; internal init; }

    /// <summary>Reads what varies as the command line has it.</summary>
    /// <param name="text">
    /// Name and values: <c>batchSize=16,32</c>, <c>optimizer.rate=0.0001..0.1 log</c>, <c>model=linear 3 | linear 8, relu, linear 3</c>.
    /// Values are joined by commas, or by bars, which those of a model need.
    /// </param>
    /// <exception cref="SpecificationException">There is no such field, or it cannot have a value; the place in the text is named.</exception>
    public static SweepField Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var origin = $"\"{RecipeText.Shown(text)}\"";
        return text.Split('=', 2) is [var path, var values]
            ? SweepReader.Field(
                new RecipeScalar(path.Trim(), RecipeScalarKind.Plain, 1, 1),
                new RecipeScalar(values, RecipeScalarKind.Plain, 1, path.Length + 2),
                origin)
            : throw RecipeText.Error(origin, 1, 1, "write what varies as NAME=VALUES, such as batchSize=16,32 or optimizer.rate=0.0001..0.1 log.");
    }

    /// <summary>A field with values to choose from.</summary>
    /// <param name="path">What varies.</param>
    /// <param name="values">The values, as a recipe has them.</param>
    /// <exception cref="SpecificationException">There is no such field, or it cannot have a value.</exception>
    public static SweepField Of(string path, params string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        RecipeNode[] items = [.. values.Select(value => new RecipeScalar(value, RecipeScalarKind.Plain, 1, 1))];
        return SweepReader.Field(new RecipeScalar(path, RecipeScalarKind.Plain, 1, 1), new RecipeList(items, 1, 1), path);
    }

    /// <summary>A field with a range of numbers.</summary>
    /// <param name="path">What varies.</param>
    /// <param name="range">The numbers.</param>
    /// <exception cref="SpecificationException">There is no such field, or it cannot have these numbers.</exception>
    public static SweepField Of(string path, SweepRange range)
        => SweepReader.Field(
            new RecipeScalar(path, RecipeScalarKind.Plain, 1, 1), new RecipeScalar($"{range}", RecipeScalarKind.Plain, 1, 1), path);

    /// <summary>The values or the range as they are written: <c>16, 32</c>.</summary>
    public override string ToString()
    {
        string[] texts = [.. Values.Select(SweepSetting.TextOf)];
        return Range?.ToString() ?? string.Join(texts.Any(text => text.Contains(',', StringComparison.Ordinal)) ? " | " : ", ", texts);
    }

    /// <summary>What varies within which field.</summary>
    internal SweepPath Place { get; }

    /// <summary>Where the name stands, for what only the data shows to be wrong.</summary>
    internal RecipeNode Name { get; }

    /// <summary>Where the values stand, or the range.</summary>
    internal IReadOnlyList<RecipeNode> Nodes { get; init; } = [];

    /// <summary>The text that they stand in.</summary>
    internal string Origin { get; init; } = "";
}
