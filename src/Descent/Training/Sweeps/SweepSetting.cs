using System.Globalization;

namespace Descent;

/// <summary>One value that a trial tries.</summary>
/// <param name="Path">What it is the value of.</param>
/// <param name="Value">The value, in the type that the field takes; for an option within a field its text.</param>
internal sealed record SweepSetting(SweepPath Path, object Value)
{
    /// <summary>The value as people read it.</summary>
    public string Text => TextOf(Value);

    /// <summary>A value as people read it, the same in every culture.</summary>
    public static string TextOf(object value) => value switch
    {
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IReadOnlyList<string> texts => string.Join(',', texts),
        _ => value.ToString()!,
    };

    /// <summary>The recipe with the value in a whole field.</summary>
    public Recipe Set(Recipe recipe) => Path.Field.Set(recipe, Value);

    /// <summary>The complete recipe with the value in an option of a field.</summary>
    public Recipe Edit(Recipe complete) => Path.Field.Set(complete, Path.Edit(Path.Field.Get(complete) as string ?? "", Text));
}
