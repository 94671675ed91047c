namespace Descent;

/// <summary>
/// One concept with its options as short text: <c>huber delta=1.5</c>, <c>conv 16 3x3 pad 1</c>. Bare numbers go to the positional options in order;
/// an option's value follows its name after <c>=</c> or a space; a flag's name alone means true. What stands in parentheses is one value.
/// </summary>
public static class Specification
{
    /// <summary>Reads the text and makes the thing.</summary>
    /// <param name="text">The specification.</param>
    /// <param name="known">The definitions to choose from.</param>
    /// <param name="kind">What is specified, for messages: <c>loss</c>.</param>
    /// <exception cref="SpecificationException">The name or an option is unknown (the nearest known ones are named) or a value is out of range.</exception>
    public static T Make<T>(string text, IReadOnlyList<Definition<T>> known, string kind)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = SpecificationText.Words(text);
        if (tokens.Length == 0)
        {
            throw new SpecificationException($"The {kind} is empty; known are {string.Join(", ", known.Select(definition => definition.Name))}.");
        }

        var definition = Find(tokens[0], known, kind);
        return definition.Create(new OptionValues(definition.Name, definition.Options, ReadOptions(definition, tokens.AsSpan(1))));
    }

    /// <summary>The definition with a name or alias; case, hyphens and blanks do not matter.</summary>
    /// <exception cref="SpecificationException">There is none; the nearest names are given.</exception>
    public static TDefinition Find<TDefinition>(string name, IReadOnlyList<TDefinition> known, string kind)
        where TDefinition : Definition
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.FirstOrDefault(definition => Goes(definition, name))
            ?? throw new SpecificationException($"There is no {kind} '{SpecificationText.Shown(name)}'. {NearestNames.Suggest(name, known.SelectMany(definition => definition.Aliases.Prepend(definition.Name)))}");
    }

    /// <summary>Whether a definition goes by a name: its own or an alias; case, hyphens and blanks do not matter.</summary>
    public static bool Goes(Definition definition, string name)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(name);
        var plain = Plain(name);
        return Plain(definition.Name) == plain || definition.Aliases.Any(alias => Plain(alias) == plain);
    }

    private static string Plain(string name) => string.Concat(name.Where(letter => letter is not ('-' or '_' or ' '))).ToLowerInvariant();

    private static Dictionary<string, string> ReadOptions(Definition definition, ReadOnlySpan<string> tokens)
    {
        var given = new Dictionary<string, string>();
        foreach (var (name, value, _, _) in Given(definition, tokens))
        {
            if (!given.TryAdd(name, value))
            {
                throw new SpecificationException($"'{definition.Name}': the option '{SpecificationText.Shown(name)}' is given twice.");
            }
        }

        return given;
    }

    /// <summary>The options that words after a concept's name give: name or alias, value, and the words that say so.</summary>
    /// <exception cref="SpecificationException">An option that is no flag has no value.</exception>
    internal static List<(string Name, string Value, int First, int Last)> Given(Definition definition, ReadOnlySpan<string> tokens)
    {
        var given = new List<(string, string, int, int)>();
        var positional = new Queue<Option>(definition.Options.Where(option => option.Positional));
        for (var i = 0; i < tokens.Length; i++)
        {
            var first = i;
            var (name, value) = tokens[i][0] != '(' && tokens[i].Split('=', 2) is [var left, var right] ? (left, right) : (tokens[i], null);
            var option = definition.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
            if (option is null && value is null && positional.TryDequeue(out option))
            {
                value = name;
                name = option.Name;
            }
            else if (option is not null && value is null)
            {
                value = option.Kind == OptionKind.Flag ? "true"
                    : i + 1 < tokens.Length ? tokens[++i]
                    : throw new SpecificationException($"'{definition.Name}': the option '{SpecificationText.Shown(name)}' has no value.");
            }

            given.Add((name, value ?? "true", first, i));
        }

        return given;
    }
}
