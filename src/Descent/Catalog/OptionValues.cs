using System.Globalization;

namespace Descent;

/// <summary>The values of a concept's options, checked against their kinds and ranges.</summary>
public sealed class OptionValues
{
    private readonly string concept;
    private readonly Dictionary<string, (Option Option, string Text)> values = [];

    /// <summary>Checks given values and fills in defaults.</summary>
    /// <param name="concept">The concept's name, for messages.</param>
    /// <param name="options">Its options.</param>
    /// <param name="given">Values by option name or alias.</param>
    /// <exception cref="SpecificationException">An option is unknown, missing, or its value is of the wrong kind or out of range.</exception>
    public OptionValues(string concept, IReadOnlyList<Option> options, IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(given);
        this.concept = concept;
        foreach (var (name, text) in given)
        {
            var option = options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name))
                ?? throw new SpecificationException(
                    $"'{concept}' has no option '{SpecificationText.Shown(name)}'. {(options.Count == 0 ? "It has none." : $"It has: {string.Join(", ", options.Select(known => known.Name))}.")}");
            if (!values.TryAdd(option.Name, (option, Checked(option, text))))
            {
                throw new SpecificationException($"'{concept}': the option '{option.Name}' is given twice.");
            }
        }

        foreach (var option in options.Where(option => !values.ContainsKey(option.Name)))
        {
            var text = option.Default ?? throw new SpecificationException($"'{concept}' needs the option '{option.Name}': {option.Meaning}.");
            values.Add(option.Name, (option, text));
        }
    }

    /// <summary>A number.</summary>
    public double Number(string name) => Parse(values[name].Text);

    /// <summary>A whole number.</summary>
    public int Integer(string name) => (int)Parse(values[name].Text);

    /// <summary>true or false.</summary>
    public bool Flag(string name) => values[name].Text == "true";

    /// <summary>Text.</summary>
    public string Text(string name) => values[name].Text;

    /// <summary>Height and width; a single number stands for both.</summary>
    public (int Height, int Width) Size(string name)
    {
        var parts = values[name].Text.Split('x');
        return ((int)Parse(parts[0]), (int)Parse(parts[^1]));
    }

    /// <summary>Whether the value is the word <c>none</c>, for options that can be left open.</summary>
    public bool IsNone(string name) => values[name].Text == "none";

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private string Checked(Option option, string text)
    {
        var valid = option.Choices.Contains(text) || option.Kind switch
        {
            OptionKind.Number => InRange(option, text, whole: false) || (text == "none" && option.Default == "none"),
            OptionKind.Integer => InRange(option, text, whole: true) || (text == "none" && option.Default == "none"),
            OptionKind.Size => (text.Split('x') is { Length: 1 or 2 } parts && parts.All(part => InRange(option, part, whole: true)))
                || (text == "none" && option.Default == "none"),
            OptionKind.Flag => text is "true" or "false",
            _ => option.Choices.Count == 0,
        };
        if (valid)
        {
            return text;
        }

        var kind = option.Kind switch
        {
            OptionKind.Number => "a number",
            OptionKind.Integer => "a whole number",
            OptionKind.Size => "a whole number or two as in 3x3",
            OptionKind.Flag => "true or false",
            _ => "one of",
        };
        throw new SpecificationException($"'{concept}': {option.Name}={SpecificationText.Shown(text)} is not allowed; it must be {kind}{(option.Range.Length > 0 ? $" ({option.Range})" : "")}.");
    }

    private static bool InRange(Option option, string text, bool whole)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            && (!whole || (value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue))
            && (option.AboveMinimum ? value > option.Minimum : value >= option.Minimum)
            && (option.BelowMaximum ? value < option.Maximum : value <= option.Maximum);
}
