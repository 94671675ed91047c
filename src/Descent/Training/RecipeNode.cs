namespace Descent;

/// <summary>A part of a recipe's text, whatever the format: a value, a list or a map, with the place where it begins.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public abstract record RecipeNode(int Line, int Column);

/// <summary>How a value is written, which decides what it may be.</summary>
public enum RecipeScalarKind
{
    /// <summary>In quotes: a text and nothing else.</summary>
    Quoted,

    /// <summary>A text of several lines that begins on the line after its place, and whose line ends are those of the file.</summary>
    Block,

    /// <summary>Without quotes, where texts may stand so: a text or a number, by what the field takes.</summary>
    Plain,

    /// <summary>A number, true or false, where texts stand in quotes.</summary>
    Literal,

    /// <summary>Nothing: the field counts as left out.</summary>
    Null,
}

/// <summary>One value.</summary>
/// <param name="Text">The value without quotes.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public sealed record RecipeScalar(string Text, RecipeScalarKind Kind, int Line, int Column) : RecipeNode(Line, Column);

/// <summary>A list of values.</summary>
/// <param name="Items">The values.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public sealed record RecipeList(IReadOnlyList<RecipeNode> Items, int Line, int Column) : RecipeNode(Line, Column);

/// <summary>Names with values.</summary>
/// <param name="Entries">The names and values, in order; a name may wrongly come twice.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public sealed record RecipeMap(IReadOnlyList<KeyValuePair<RecipeScalar, RecipeNode>> Entries, int Line, int Column)
    : RecipeNode(Line, Column);
