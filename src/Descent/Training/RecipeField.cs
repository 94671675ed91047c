using System.Globalization;

namespace Descent;

/// <summary>What a field of a recipe holds.</summary>
public enum RecipeFieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A concept of the Catalog with its options, such as <c>huber delta=1.5</c>.</summary>
    Specification,

    /// <summary>Layers: one text, or a list of texts that are joined by commas.</summary>
    Layers,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>A whole number of 64 bits, 0 or larger.</summary>
    Seed,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of whole numbers.</summary>
    Integers,
}

/// <summary>One field of a recipe: what the readers, the writer, the checks and the schema know of it.</summary>
/// <param name="Name">The name in recipes: <c>batchSize</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Meaning">What it is, in a sentence.</param>
public sealed record RecipeField(string Name, RecipeFieldKind Kind, string Meaning)
{
    /// <summary>The option of <c>descent train</c> that sets it; null for the source, and for what only a run folder's recipe says.</summary>
    public string? Option { get; init; }

    /// <summary>The words allowed; for specifications, the names that a text may begin with.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The smallest number allowed.</summary>
    public double Minimum { get; init; } = double.MinValue;

    /// <summary>The largest number allowed.</summary>
    public double Maximum { get; init; } = double.MaxValue;

    /// <summary>Whether the minimum itself is refused.</summary>
    public bool AboveMinimum { get; init; }

    /// <summary>Whether the maximum itself is refused.</summary>
    public bool BelowMaximum { get; init; }

    /// <summary>The field's value in a recipe; null where it is left out.</summary>
    public required Func<Recipe, object?> Get { get; init; }

    /// <summary>A recipe with another value of the field, in the type that <see cref="Get"/> gives.</summary>
    public required Func<Recipe, object, Recipe> Set { get; init; }

    /// <summary>What it must be, in words: <c>a whole number, 1 or larger</c>.</summary>
    public string Rule => Kind switch
    {
        RecipeFieldKind.Text or RecipeFieldKind.Specification => "a text in quotes",
        RecipeFieldKind.Layers => "a text in quotes, or a list of texts, as [\"linear 64\", \"relu\"]",
        RecipeFieldKind.Word => $"{string.Join(", ", Choices.SkipLast(1).Select(word => $"\"{word}\""))} or \"{Choices[^1]}\"",
        RecipeFieldKind.Number => $"a number{Range}",
        RecipeFieldKind.Integer => $"a whole number{Range}",
        RecipeFieldKind.Seed => "a whole number, 0 or larger",
        RecipeFieldKind.Integers => "a list of whole numbers, as [1, 28, 28]",
        _ => "a list of texts, as [\"a\", \"b\"]",
    };

    internal bool Allows(double number)
        => (AboveMinimum ? number > Minimum : number >= Minimum) && (BelowMaximum ? number < Maximum : number <= Maximum);

    private string Range => (Minimum > double.MinValue, Maximum < double.MaxValue) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $", {Low} and {(BelowMaximum ? "below" : "at most")} {Maximum}"),
        (true, false) => $", {Low}",
        _ => "",
    };

    private string Low => string.Create(CultureInfo.InvariantCulture, $"{(AboveMinimum ? $"above {Minimum}" : $"{Minimum} or larger")}");
}
