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

    /// <summary>Whether an activation has limits on both sides between which it saturates.</summary>
    public static bool IsSquashing(string name) => name is "sigmoid" or "tanh" or "softsign" or "hard-sigmoid" or "hard-tanh";

    /// <summary>The model with a batch normalisation between each layer of weights and the activation that follows it.</summary>
    public static string Normalized(string model)
    {
        var (parts, changed) = (Parts(model), new List<string>());
        for (var i = 0; i < parts.Count; i++)
        {
            changed.Add(parts[i]);
            if (i + 1 < parts.Count && IsWeighing(Name(parts[i])) && IsActivation(Name(parts[i + 1])))
            {
                changed.Add("batchnorm");
            }
        }

        return string.Join(", ", changed);
    }

    /// <summary>The model with another number of outputs, where it ends with a linear layer.</summary>
    public static string WithOutputs(string model, int outputs)
    {
        var parts = Parts(model).ToList();
        var last = parts.FindLastIndex(part => Name(part) == "linear");
        if (last == parts.Count - 1 && last >= 0)
        {
            parts[last] = Widened(parts[last], _ => outputs);
        }

        return string.Join(", ", parts);
    }

    /// <summary>The model with dropout behind the activation of each hidden linear layer.</summary>
    public static string WithDropout(string model, double share)
    {
        var (parts, changed) = (Parts(model), new List<string>());
        for (var i = 0; i < parts.Count; i++)
        {
            changed.Add(parts[i]);
            if (i > 0 && i + 1 < parts.Count && IsActivation(Name(parts[i])) && parts.Take(i).Any(part => Name(part) == "linear"))
            {
                changed.Add(FormattableString.Invariant($"dropout {share}"));
            }
        }

        return string.Join(", ", changed);
    }

    /// <summary>The model with hidden layers of four times the width, at least 64, and one more of them; without dropout.</summary>
    public static string Grown(string model)
    {
        var parts = Parts(model).Where(part => Name(part) != "dropout").ToList();
        var last = parts.FindLastIndex(part => Name(part) == "linear");
        var (changed, width) = (new List<string>(), 64);
        for (var i = 0; i < parts.Count; i++)
        {
            if (i == last)
            {
                changed.AddRange([$"linear {width} init=he", "relu"]);
                changed.Add(parts[i]);
            }
            else
            {
                changed.Add(Name(parts[i]) == "linear" ? Widened(parts[i], now => width = Math.Clamp(4 * now, 64, Math.Max(512, now))) : parts[i]);
            }
        }

        return string.Join(", ", changed);
    }

    private static bool IsWeighing(string name) => name == "linear" || name.StartsWith("conv", StringComparison.Ordinal);

    private static bool IsActivation(string name) => Catalog.Activations.Any(definition => definition.Name == name);

    /// <summary>A linear layer's text with another number of outputs.</summary>
    private static string Widened(string part, Func<int, int> change)
    {
        var words = SpecificationText.Words(part);
        for (var i = 1; i < words.Length; i++)
        {
            var number = words[i].Split('=')[^1];
            if (int.TryParse(number, out var now) && (words[i].Length == number.Length || words[i].StartsWith("outputs=", StringComparison.Ordinal) || words[i].StartsWith("units=", StringComparison.Ordinal)))
            {
                words[i] = words[i][..^number.Length] + change(now).ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
            }
        }

        return string.Join(' ', words);
    }

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
