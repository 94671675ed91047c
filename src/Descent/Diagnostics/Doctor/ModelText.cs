namespace Descent;

/// <summary>Changes of a model that is written as text, layer by layer; layers within layers are changed too.</summary>
internal static class ModelText
{
    /// <summary>The text with each layer replaced by what is made of it; an empty text removes it.</summary>
    /// <param name="text">The model.</param>
    /// <param name="change">Given a layer's name, as the Catalog has it, and its text.</param>
    public static string Map(string text, Func<string, string, string> change)
        => string.Join(", ", Parts(text).Select(part => change(Name(part), Inside(part, change))).Where(part => part.Length > 0));

    /// <summary>The layers, outermost only.</summary>
    public static IReadOnlyList<string> Parts(string text)
        => [.. SpecificationText.Split(text, character => character is ',' or '\n').Where(part => part.Length > 0)];

    /// <summary>The name of a layer's text, as the Catalog has it.</summary>
    public static string Name(string part) => Specification.Find(SpecificationText.Words(part)[0], ModelSpecification.Known, "layer").Name;

    /// <summary>The recipe with its model changed.</summary>
    public static Recipe Change(Recipe recipe, Func<string, string, string> change)
        => recipe.Model is { } model ? recipe with { Model = Map(model, change) } : recipe;

    private static string Inside(string part, Func<string, string, string> change)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !part.EndsWith(')'))
        {
            return part;
        }

        var close = Matching(part, open);
        var inner = Map(part[(open + 1)..close], change);
        return part[..(open + 1)] + inner + (close == part.Length - 1 ? ")" : part[close] + Inside(part[(close + 1)..], change));
    }

    private static int Matching(string part, int open)
    {
        var depth = 0;
        for (var i = open; i < part.Length; i++)
        {
            depth += part[i] == '(' ? 1 : part[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return part.Length - 1;
    }
}
