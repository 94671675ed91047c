namespace Descent;

/// <summary>The text that a recipe was read from: where each field's value stands.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Values">The values by field.</param>
/// <param name="Read">The recipe as it was read; a field that has changed since is not the text's.</param>
internal sealed record RecipeOrigin(string File, IReadOnlyDictionary<string, RecipeNode> Values, Recipe Read)
{
    // The recipe holds its origin, so equality and text must not go on into the recipe.
    public bool Equals(RecipeOrigin? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => File.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => File;
}

public sealed partial record Recipe
{
    private const int MostLayersTried = 200;

    /// <summary>The text that this was read from; null for a recipe made in code.</summary>
    internal RecipeOrigin? Origin { get; init; }

    /// <summary>Does something with a field's value; what it refuses is named with the place of the value.</summary>
    internal T Locate<T>(string field, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (DescentException error) when (ValueOf(field) is not null)
        {
            throw At(ValueOf(field)!, error);
        }
    }

    /// <summary>Makes the model; what is wrong is named with the place of the layer where the text has one layer to a line or item.</summary>
    internal Layer BuildModel(string model, Shape input)
    {
        try
        {
            return ModelSpecification.Build(model, input);
        }
        catch (DescentException error) when (ValueOf("model") is { } value)
        {
            throw At(LayerAt(value, input, error.Message), error);
        }
    }

    /// <summary>The refusal of a field's value.</summary>
    internal DescentException Refusal(string field, string message)
    {
        var error = new SpecificationException(message);
        return ValueOf(field) is { } value ? At(value, error) : error;
    }

    private RecipeNode? ValueOf(string name)
    {
        var field = RecipeFields.All.FirstOrDefault(known => known.Name == name);
        return Origin is { } origin && Equals(field?.Get(this), field?.Get(origin.Read)) ? origin.Values.GetValueOrDefault(name) : null;
    }

    private DescentException At(RecipeNode place, DescentException error)
    {
        var message = $"{RecipeText.Place(Origin!.File, place.Line, place.Column)}: {error.Message}";
        return error switch
        {
            ShapeException => new ShapeException(message),
            DataException => new DataException(message, error),
            _ => new SpecificationException(message),
        };
    }

    // The first line or item with which the beginning of the model is refused in the same words.
    private static RecipeNode LayerAt(RecipeNode value, Shape input, string message)
    {
        var parts = value switch
        {
            RecipeList list => list.Items,
            RecipeScalar { Kind: RecipeScalarKind.Block } block =>
                block.Text.Split('\n').Select((line, i) => new RecipeScalar(line, block.Kind, block.Line + 1 + i, 1)).ToArray(),
            _ => (IReadOnlyList<RecipeNode>)[],
        };
        var begun = "";
        if (parts.Count > MostLayersTried)
        {
            return value;
        }

        foreach (var part in parts.OfType<RecipeScalar>())
        {
            begun = $"{begun}\n{part.Text}";
            try
            {
                ModelSpecification.Build(begun, input);
            }
            catch (DescentException error) when (error.Message == message)
            {
                return part;
            }
            catch (DescentException)
            {
                // A parenthesis is open until a later line.
                continue;
            }
        }

        return value;
    }
}
