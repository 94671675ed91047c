namespace Descent;

/// <summary>Changes one option in a specification and leaves the rest as it is written.</summary>
internal static class SpecificationEdit
{
    /// <summary>The specification with an option at another value, in the place where it stood, or at the end where it was left out.</summary>
    /// <param name="text">One concept: <c>adam rate=0.001</c>.</param>
    /// <param name="known">The definitions to choose from.</param>
    /// <param name="kind">What is specified, for messages.</param>
    /// <param name="name">The option's name or alias.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="SpecificationException">The concept has no such option; the nearest are named.</exception>
    public static string Set(string text, IReadOnlyList<Definition> known, string kind, string name, string value)
    {
        var words = SpecificationText.Words(text);
        var definition = Specification.Find(words.Length == 0 ? "" : words[0], known, kind);
        var option = Find(definition, name)
            ?? throw new SpecificationException(
                $"'{definition.Name}' has no option '{SpecificationText.Shown(name)}'. "
                + (definition.Options.Count == 0 ? "It has none." : NearestNames.Suggest(name, definition.Options.Select(other => other.Name))));
        string[] written = [$"{option.Name}={value}"];
        foreach (var (given, former, first, last) in Specification.Given(definition, words.AsSpan(1)))
        {
            if (given == option.Name || option.Aliases.Contains(given))
            {
                // A value that stands by its place stays so: named, it would leave its place to the next.
                var isBare = first == last && words[first + 1] == former;
                return string.Join(' ', words[..(first + 1)].Concat(isBare ? [value] : written).Concat(words[(last + 2)..]));
            }
        }

        return string.Join(' ', words.Concat(written));
    }

    /// <summary>The option that a concept has by a name or alias; null for none.</summary>
    public static Option? Find(Definition definition, string name)
        => definition.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
}
